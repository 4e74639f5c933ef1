// Copying and the system's share sheet: buttons that stay hidden where the browser has neither.

for (const button of document.querySelectorAll("[data-copy], [data-copy-from]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  const label = button.textContent;
  button.addEventListener("click", async () => {
    const { copy, copyFrom } = button.dataset;
    await navigator.clipboard.writeText(copy ?? document.getElementById(copyFrom).value);
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = label), 4000);
  });
}

for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    // Closing the sheet without a choice is no error.
    navigator.share({ title: button.dataset.title, url: button.dataset.share }).catch(() => {});
  });
}

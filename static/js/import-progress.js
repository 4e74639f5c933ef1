// The page of a list that is worked on renews itself; without this its reader presses “Muat ulang”.
const EVERY = 2000;
const page = document.querySelector("[data-import]");

if (page) setTimeout(look, EVERY);

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return location.reload();
    const now = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (now.querySelector("[data-import]")?.dataset.import !== page.dataset.import) return location.reload();
    show(now);
  } catch {
    // A break in the line: the next look comes.
  }
  setTimeout(look, document.hidden ? EVERY * 5 : EVERY);
}

function show(now) {
  for (const part of ["progress", "[role=status]"]) {
    const old = page.querySelector(`[data-progress] ${part}`);
    const fresh = now.querySelector(`[data-progress] ${part}`);
    if (!old || !fresh) continue;
    if (part === "progress") old.value = fresh.value;
    else if (old.textContent !== fresh.textContent) old.textContent = fresh.textContent;
  }
}

// Headlines offered while words are typed: a combobox with a listbox (WAI-ARIA APG). The form works without.

const WAIT = 180;
const SHORTEST = 3;
let number = 0;

for (const input of document.querySelectorAll("[data-suggest]")) suggestFor(input);

function suggestFor(input) {
  const list = document.createElement("ul");
  const status = document.createElement("span");
  list.id = `saran-${++number}`;
  list.className = "suggest";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Saran judul");
  list.hidden = true;
  status.className = "hidden";
  status.setAttribute("role", "status");
  input.after(list, status);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);

  let active = -1, timer = 0, asking = null, asked = "";

  const mark = (place) => {
    const options = [...list.children];
    // Beyond the last and before the first stands the field itself.
    active = place >= options.length ? -1 : place < -1 ? options.length - 1 : place;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", options[active].id);
      options[active].scrollIntoView({ block: "nearest" });
    }
  };

  const show = (isOpen) => {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) mark(-1);
  };

  const fill = (suggestions) => {
    list.replaceChildren(...suggestions.map(({ title, url }, at) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${at}`;
      option.className = "suggest__title";
      option.setAttribute("role", "option");
      option.dataset.url = url;
      option.textContent = title;
      return option;
    }));
    show(suggestions.length > 0);
    mark(-1);
    status.textContent = suggestions.length ? `${suggestions.length} saran judul; pilih dengan panah bawah.` : "";
  };

  const ask = async () => {
    const words = input.value.trim();
    if (words === asked) return;
    asked = words;
    asking?.abort();
    if (words.length < SHORTEST) return fill([]);
    asking = new AbortController();
    try {
      const answer = await fetch(`${input.dataset.suggest}?${new URLSearchParams({ q: words })}`, { signal: asking.signal });
      if (answer.ok && document.activeElement === input) fill((await answer.json()).suggestions);
    } catch {
      // Overtaken by the next letter, or no network: the form still works.
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!list.children.length) return;
      event.preventDefault();
      if (list.hidden) show(true);
      mark(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.assign(list.children[active].dataset.url);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    }
  });
  input.addEventListener("blur", () => show(false));
  // Before the field loses the focus, which would close the list under the finger.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
}

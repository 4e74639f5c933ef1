// A click on the photo fills the two number fields; the frame shows what a card keeps.
const CARD = 3 / 2;

for (const box of document.querySelectorAll("[data-photo-focus]")) {
  const fields = ["id_focal_x", "id_focal_y"].map((id) => document.getElementById(id));
  const picture = box.querySelector("img");
  if (fields.every(Boolean) && picture) pick(box, picture, fields);
}

function pick(box, picture, fields) {
  const point = box.querySelector("[data-photo-point]");
  const frame = box.querySelector("[data-photo-frame]");
  const ratio = picture.width && Number(picture.getAttribute("width")) / Number(picture.getAttribute("height"));
  const wide = Math.min(100, (100 * CARD) / ratio);
  const high = Math.min(100, (100 * ratio) / CARD);

  function show() {
    const [x, y] = fields.map((field) => clamp(Number(field.value), 0, 100));
    place(point, { left: x, top: y });
    place(frame, { left: clamp(x - wide / 2, 0, 100 - wide), top: clamp(y - high / 2, 0, 100 - high), width: wide, height: high });
  }

  picture.addEventListener("click", (event) => {
    const area = picture.getBoundingClientRect();
    fields[0].value = Math.round(clamp(((event.clientX - area.left) / area.width) * 100, 0, 100));
    fields[1].value = Math.round(clamp(((event.clientY - area.top) / area.height) * 100, 0, 100));
    show();
  });
  for (const field of fields) field.addEventListener("input", show);
  box.classList.add("photo-focus--live");
  point.hidden = frame.hidden = false;
  show();
}

function place(element, percent) {
  for (const [side, value] of Object.entries(percent)) element.style[side] = `${value}%`;
}

function clamp(value, least, most) {
  return Math.min(Math.max(value, least), most);
}

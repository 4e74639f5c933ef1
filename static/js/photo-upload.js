// Many photos go one by one, each with its progress and its answer. Without this the form sends them together.
const form = document.querySelector("[data-photo-upload]");
const results = document.querySelector("[data-photo-results]");
const row = document.querySelector("[data-photo-row]");
const summary = document.querySelector("[data-photo-summary]");
let sending = false;

if (form) {
  const { rights, rights_note: note } = form.elements;
  const demand = () => (note.required = rights.value === "other");
  rights.addEventListener("change", demand);
  demand();
  form.addEventListener("submit", (event) => {
    const files = [...form.elements.photos.files];
    if (files.length < 2 || form.elements._popup) return;
    event.preventDefault();
    sendAll(files);
  });
  // Files still waiting would be lost with the tab.
  addEventListener("beforeunload", (event) => sending && event.preventDefault());
}

async function sendAll(files) {
  const button = form.querySelector("[type=submit]");
  const fields = new FormData(form);
  fields.delete("photos");
  button.disabled = sending = true;
  results.replaceChildren();
  results.hidden = false;
  const rows = files.map((file) => newRow(file));
  let taken = 0;
  const send = async (number, extra = {}) => {
    if (await sendOne(files[number], fields, { ...extra, number: number + 1 }, rows[number])) taken += 1;
    tell(taken, files.length);
  };
  for (const [number, item] of rows.entries()) {
    const again = item.querySelector("[data-again]");
    again.addEventListener("click", () => send(number, again.dataset.again ? { keep_twins: "on" } : {}));
  }
  for (const number of files.keys()) {
    tell(taken, files.length);
    await send(number);
  }
  form.elements.photos.value = "";
  button.disabled = sending = false;
}

function tell(taken, all) {
  summary.hidden = false;
  summary.textContent = `${taken} dari ${all} foto tersimpan.`;
}

function newRow(file) {
  const item = row.content.firstElementChild.cloneNode(true);
  item.querySelector("[data-name]").textContent = file.name;
  item.querySelector("[data-say]").textContent = "menunggu giliran";
  results.append(item);
  return item;
}

function sendOne(file, fields, extra, item) {
  const progress = item.querySelector("progress");
  const say = (text) => (item.querySelector("[data-say]").textContent = text);
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  for (const [name, value] of Object.entries(extra)) data.set(name, value);
  data.append("photos", file);
  item.classList.remove("photo-result--refused");
  item.querySelector("[data-again]").hidden = item.querySelector("[data-twin]").hidden = true;
  progress.hidden = false;
  say("sedang dikirim");

  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      progress.value = (100 * event.loaded) / event.total;
      if (event.loaded === event.total) say("sedang diolah");
    });
    request.addEventListener("loadend", () => {
      const answer = request.response;
      progress.hidden = true;
      if (request.status === 201 && answer) {
        showPhoto(item, answer);
        say("tersimpan");
      } else {
        item.classList.add("photo-result--refused");
        say(answer?.sentence ?? trouble(request.status));
        if (answer?.url) showTwin(item, answer);
        else if (!answer?.sentence) offer(item, "Coba lagi");
      }
      resolve(request.status === 201);
    });
    request.send(data);
  });
}

function showPhoto(item, { title, url, thumbnail }) {
  const link = Object.assign(document.createElement("a"), { href: url, textContent: title });
  showImage(item, thumbnail);
  item.querySelector("[data-name]").replaceWith(link);
}

function showTwin(item, { title, url, thumbnail }) {
  const link = item.querySelector("[data-twin]");
  showImage(item, thumbnail);
  // In another tab: files still waiting would be lost with this one.
  Object.assign(link, { href: url, textContent: `Lihat “${title}”`, target: "_blank", hidden: false });
  offer(item, "Simpan juga", "twin");
}

function showImage(item, source) {
  Object.assign(item.querySelector("img"), { src: source, hidden: false });
}

function offer(item, words, kind = "") {
  const button = item.querySelector("[data-again]");
  Object.assign(button, { textContent: words, hidden: false });
  button.dataset.again = kind;
}

function trouble(status) {
  if (status === 0) return "Sambungan terputus. Periksa jaringan, lalu coba lagi.";
  if (status === 413) return "Berkas terlalu besar bagi server: perkecil dahulu fotonya.";
  if (status < 500) return "Anda perlu masuk lagi: buka halaman masuk di tab lain, lalu coba lagi di sini.";
  return "Server sedang bermasalah. Tunggu sebentar, lalu coba lagi.";
}

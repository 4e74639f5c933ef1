// Many photos go one by one, each with its progress and its answer. Without this the form sends them together.
const form = document.querySelector("[data-photo-upload]");
const results = document.querySelector("[data-photo-results]");
const row = document.querySelector("[data-photo-row]");
const summary = document.querySelector("[data-photo-summary]");

form?.addEventListener("submit", (event) => {
  const files = [...form.elements.photos.files];
  if (files.length < 2 || form.elements._popup) return;
  event.preventDefault();
  sendAll(files);
});

async function sendAll(files) {
  const button = form.querySelector("[type=submit]");
  const fields = Object.fromEntries(["csrfmiddlewaretoken", "title", "credit"].map((name) => [name, form.elements[name].value]));
  button.disabled = true;
  results.replaceChildren();
  results.hidden = false;
  const rows = files.map((file) => newRow(file));
  let taken = 0;
  const send = async (number) => {
    const title = `${fields.title} (${number + 1})`;
    if (await sendOne(files[number], { ...fields, title }, rows[number])) taken += 1;
    tell(taken, files.length);
  };
  for (const number of files.keys()) {
    rows[number].querySelector("[data-again]").addEventListener("click", () => send(number));
    tell(taken, files.length);
    await send(number);
  }
  form.elements.photos.value = "";
  button.disabled = false;
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

function sendOne(file, fields, item) {
  const progress = item.querySelector("progress");
  const again = item.querySelector("[data-again]");
  const say = (text) => (item.querySelector("[data-say]").textContent = text);
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  data.append("photos", file);
  item.classList.remove("photo-result--refused");
  again.hidden = true;
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
      } else {
        item.classList.add("photo-result--refused");
        say(answer?.sentence ?? trouble(request.status));
        again.hidden = Boolean(answer?.sentence);
      }
      resolve(request.status === 201);
    });
    request.send(data);
  });
}

function showPhoto(item, { title, note, url, thumbnail }) {
  const image = item.querySelector("img");
  image.src = thumbnail;
  image.hidden = false;
  const link = document.createElement("a");
  link.href = url;
  link.textContent = title;
  item.querySelector("[data-name]").replaceWith(link);
  item.querySelector("[data-say]").textContent = note ? `tersimpan · ${note}` : "tersimpan";
}

function trouble(status) {
  if (status === 0) return "Sambungan terputus. Periksa jaringan, lalu coba lagi.";
  if (status === 413) return "Berkas terlalu besar bagi server: perkecil dahulu fotonya.";
  if (status < 500) return "Anda perlu masuk lagi: buka halaman masuk di tab lain, lalu coba lagi di sini.";
  return "Server sedang bermasalah. Tunggu sebentar, lalu coba lagi.";
}

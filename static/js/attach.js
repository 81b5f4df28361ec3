// Attachments: drop files on the form, see how far each has come, and get an answer for each by itself. Without this
// module the same form sends all files at once, and the server answers with a page.

const MEGABYTE = 1000000;

/** Make a token for one file: sent twice, it is put in once. */
function newToken() {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (n) => n.toString(16).padStart(2, "0")).join("");
}

function size(bytes) {
  return bytes < MEGABYTE ? `${Math.max(1, Math.round(bytes / 1000))} kB`
    : `${(bytes / MEGABYTE).toFixed(1).replace(".", ",").replace(/,0$/, "")} MB`;
}

function element(name, text, css) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (css) made.className = css;
  return made;
}

class Attach {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=file]");
    this.list = form.querySelector("[data-chosen]");
    this.status = form.querySelector("[data-attach-status]");
    this.most = Number(form.dataset.most);
    this.mostFiles = Number(form.dataset.files);
    this.chosen = [];
    this.input.addEventListener("change", () => {
      this.choose(this.input.files);
      this.input.value = "";
    });
    form.addEventListener("submit", (event) => this.submit(event));
    this.drops(form.querySelector("[data-drop]"));
  }

  /** Take what is dropped; the button for choosing files stays, for the keyboard and for a phone's camera. */
  drops(zone) {
    zone.classList.add("ready");
    zone.querySelector("[data-drop-hint]").hidden = false;
    // A file that is dropped beside the zone must not take the page away with all that is typed.
    for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
    zone.addEventListener("dragover", () => zone.classList.add("over"));
    zone.addEventListener("dragleave", () => zone.classList.remove("over"));
    zone.addEventListener("drop", (event) => {
      zone.classList.remove("over");
      this.choose(event.dataTransfer.files);
    });
  }

  say(text) {
    this.status.textContent = text;
  }

  choose(files) {
    for (const file of files) {
      if (this.chosen.length >= this.mostFiles) {
        this.say(`Du kan højst vælge ${this.mostFiles}.`);
        break;
      }
      this.add(file);
    }
    this.list.hidden = this.chosen.length === 0;
  }

  add(file) {
    const row = element("li");
    const remove = element("button", "Fjern", "linkbtn");
    remove.type = "button";
    remove.append(element("span", ` ${file.name}`, "sr-only"));
    const one = { file, row, remove, token: newToken(), note: element("p", "", "small"), done: false };
    row.append(element("span", `${file.name} (${size(file.size)})`), remove, one.note);
    remove.addEventListener("click", () => this.remove(one));
    this.chosen.push(one);
    this.list.append(row);
    if (file.size > this.most) this.refuse(one, `Filen er for stor. Den må højst fylde ${size(this.most)}.`);
    else this.say(`${file.name} er valgt.`);
  }

  remove(one) {
    this.chosen = this.chosen.filter((other) => other !== one);
    one.row.remove();
    this.list.hidden = this.chosen.length === 0;
    this.say(`${one.file.name} er fjernet.`);
    this.input.focus();
  }

  refuse(one, text) {
    one.note.className = "small bad";
    one.note.textContent = text;
    this.say(`${one.file.name}: ${text}`);
  }

  /** Send the files one by one. With none chosen the form goes as it is, and the server says what is missing. */
  async submit(event) {
    if (this.chosen.length === 0) return;
    event.preventDefault();
    const button = this.form.querySelector("button[type=submit]");
    button.disabled = true;
    const waiting = this.chosen.filter((one) => !one.done && one.file.size <= this.most);
    for (const one of waiting) await this.send(one, this.chosen.indexOf(one));
    button.disabled = false;
    const left = this.chosen.filter((one) => !one.done);
    if (left.length === 0) window.location.assign(this.form.action);
    else button.focus();
  }

  fields(one, place) {
    const data = new FormData(this.form);
    data.delete("fil");
    data.set("__token__", one.token);
    const title = String(data.get("titel")).trim();
    if (title && this.chosen.length > 1) data.set("titel", `${title} (${place + 1})`);
    data.append("fil", one.file);
    return data;
  }

  send(one, place) {
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.setAttribute("aria-label", `Sender ${one.file.name}`);
    one.note.className = "small";
    one.note.textContent = "Sendes …";
    one.row.append(bar);
    this.say(`Sender ${one.file.name}.`);
    return new Promise((resolve) => {
      // fetch cannot tell how much of a file has been sent.
      const request = new XMLHttpRequest();
      request.open("POST", this.form.action);
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) bar.value = event.loaded / event.total;
      });
      request.addEventListener("loadend", () => {
        bar.remove();
        this.answered(one, request);
        resolve();
      });
      request.send(this.fields(one, place));
    });
  }

  answered(one, request) {
    if (request.status === 200) {
      one.done = true;
      one.remove.remove();
      const there = element("a", "Se det på listen");
      there.href = this.form.action;
      one.note.replaceChildren("Lagt ind. ", there);
      this.say(request.response.said);
      return;
    }
    const answer = request.response;
    this.refuse(one, answer?.text ?? "Filen nåede ikke frem. Se, om du er på nettet, og prøv igen.");
  }
}

for (const form of document.querySelectorAll("form[data-attach]")) new Attach(form);

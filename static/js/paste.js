// What is pasted from Word, a mail or a web page comes in with its paragraphs and lists as plain text, and can be undone
// by the same keys as what is typed. Without this module the browser pastes plain text, and the server tidies it.

const BLOCKS = "P DIV H1 H2 H3 H4 H5 H6 BLOCKQUOTE PRE SECTION ARTICLE HEADER FOOTER DL DT DD ADDRESS TABLE FORM".split(" ");
const SILENT = "STYLE SCRIPT TITLE META LINK HEAD NOSCRIPT SELECT BUTTON".split(" ");
const BULLET = /^[\s\u00a0]*(?:[•·▪‣◦●○■□–—*\u00b7\uf0b7\uf0a7\uf0d8§]|o(?=[\s\u00a0]))[\s\u00a0]+/u;
const WORD_SIGN = /mso-list:\s*Ignore/i;
const NUMBERED = /^[\s\u00a0]*(\d{1,3}|[a-zæøå])[.)][\s\u00a0]+/iu;

/** Styles and handlers are kept as words of another name: the content policy lets none in, not even in a page that
 * nobody sees. */
function parsed(html) {
  const bare = html.replace(/<style[\s\S]*?<\/style\s*>/gi, "");
  const inert = bare.replace(/<[^>]+>/g, (tag) => tag.replace(/\s(style|on\w+)(\s*=)/gi, " data-$1$2"));
  return new DOMParser().parseFromString(inert, "text/html").body;
}

/** What the page that it was copied from did not show. */
function isUnseen(node) {
  return node.hidden || /display:\s*none|mso-hide:\s*all/i.test(node.dataset.style ?? "");
}

function plain(text) {
  return text.replace(/[\s\u00a0]+/gu, " ");
}

class Reader {
  constructor() {
    this.blocks = [];
    this.line = "";
    this.sign = null;
  }

  /** End a block. ``item``: it is a point of a list, and stands close to its neighbours. */
  end(item = false) {
    const text = this.line.split("\n").map((one) => one.trim()).join("\n").trim();
    if (text) this.blocks.push({ text, item });
    this.line = "";
  }

  read(node, depth = 0) {
    if (node.nodeType === Node.TEXT_NODE) {
      this.line += node.parentElement?.closest("pre") ? node.data : plain(node.data);
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE || SILENT.includes(node.tagName) || isUnseen(node)) return;
    if (WORD_SIGN.test(node.dataset.style ?? "")) this.sign = plain(node.textContent).trim();
    else if (node.tagName === "BR") this.line += "\n";
    else if (node.tagName === "UL" || node.tagName === "OL") this.list(node, depth);
    else if (node.tagName === "TR") this.row(node, depth);
    else if (BLOCKS.includes(node.tagName)) this.block(node, depth);
    else this.inside(node, depth);
  }

  inside(node, depth) {
    for (const one of node.childNodes) this.read(one, depth);
  }

  block(node, depth) {
    this.end();
    this.inside(node, depth);
    const style = node.dataset.style ?? "";
    const isSigned = this.sign !== null || BULLET.test(this.line) || NUMBERED.test(this.line);
    if (/mso-list:\s*l/i.test(style) || (/^MsoList/.test(node.className) && isSigned)) this.wordPoint(style);
    else this.end();
    this.sign = null;
  }

  /** A list of Word is paragraphs that begin with the sign. */
  wordPoint(style) {
    const level = Number(/level(\d)/.exec(style)?.[1] ?? 1);
    const indent = "  ".repeat(Math.min(level, 6) - 1);
    // Word says which part is the sign; whatever letter its symbol font draws it with is no text.
    const number = NUMBERED.exec(this.sign === null ? this.line : `${this.sign} `);
    const text = (this.sign === null ? this.line.replace(number ? NUMBERED : BULLET, "") : this.line).trim();
    this.line = "";
    if (text) this.blocks.push({ text: `${indent}${number ? `${number[1]}.` : "-"} ${text}`, item: true });
  }

  list(node, depth) {
    this.end(depth > 0);
    let number = Number(node.getAttribute("start")) || 1;
    for (const point of node.children) {
      if (point.tagName === "LI") {
        const sign = node.tagName === "OL" ? `${number}.` : "-";
        // Word on the web and Google's documents give each point the level that it is shown at.
        const level = Number(point.dataset.ariaLevel ?? point.getAttribute("aria-level")) - 1 || 0;
        this.point(point, `${"  ".repeat(Math.min(Math.max(depth, level), 5))}${sign} `, depth);
        number += 1;
      } else this.read(point, depth + 1);
    }
  }

  point(node, sign, depth) {
    const before = this.blocks.length;
    this.line = "";
    this.inside(node, depth + 1);
    this.end(true);
    const made = this.blocks.slice(before);
    made.forEach((one, n) => {
      if (n === 0) one.text = sign + one.text;
      one.item = true;
    });
  }

  row(node, depth) {
    this.end();
    const cells = [...node.children].map((cell) => {
      const inner = new Reader();
      inner.inside(cell, depth);
      inner.end();
      return inner.text().replace(/\n+/g, " ");
    });
    this.line = cells.filter(Boolean).join(" – ");
    this.end(true);
  }

  text() {
    let found = "";
    this.blocks.forEach((one, n) => {
      const close = n > 0 && one.item && this.blocks[n - 1].item;
      found += (n === 0 ? "" : close ? "\n" : "\n\n") + one.text;
    });
    return found;
  }
}

function fromHtml(html) {
  const reader = new Reader();
  reader.inside(parsed(html), 0);
  reader.end();
  return reader.text();
}

/** Hidden signs that nobody typed, and the no-break hyphen that the fonts of the PDF do not have. */
function tidy(text) {
  return text.replace(/\r\n?/g, "\n").replace(/[\u00ad\u200b\u2060\ufeff]/gu, "").replace(/[\u2010\u2011]/gu, "-")
    .replace(/[\u00a0\u2007\u202f]/gu, " ");
}

function points(text) {
  return text.split("\n").map((line) => (BULLET.test(line) ? `- ${line.replace(BULLET, "")}` : line)).join("\n");
}

/** Put text in as if it had been typed: the browser can then undo it. */
function insert(field, text) {
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function pasted(event) {
  const field = event.target;
  if (!field.matches("textarea, input[type=text]") || event.defaultPrevented) return;
  const html = event.clipboardData?.getData("text/html") ?? "";
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!html && !text) return;
  const many = field.matches("textarea");
  let found = html && many ? fromHtml(html) : many ? points(text) : text.replace(/\s+/g, " ").trim();
  if (!found.trim()) found = text;
  event.preventDefault();
  insert(field, tidy(found));
}

for (const form of document.querySelectorAll("[data-kui-form]")) form.addEventListener("paste", pasted);

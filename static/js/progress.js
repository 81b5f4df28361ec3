// Progress of a long job: the bars of the page follow the server, and the page is loaded anew when one is over. Without
// this module there is a link that does the same. What somebody is writing on the page is not thrown away for it.

const EVERY = 2000;

async function look(bar) {
  const answer = await fetch(`/fremdrift?id=${encodeURIComponent(bar.dataset.progress)}`, { cache: "no-store" });
  if (!answer.ok) return false;
  const told = await answer.json();
  if (told.total) {
    bar.max = told.total;
    bar.value = told.done;
  }
  return told.over;
}

function written() {
  const fields = [...document.querySelectorAll("main textarea, main input")];
  return fields.some((one) => one.value !== one.defaultValue || one.checked !== one.defaultChecked);
}

function say(bar) {
  const line = document.querySelector(`[data-over="${bar.dataset.progress}"]`);
  if (line && !line.textContent) line.textContent = line.dataset.words;
}

async function follow() {
  const bars = [...document.querySelectorAll("[data-progress]")];
  const over = await Promise.all(bars.map((bar) => look(bar).catch(() => false)));
  if (over.some(Boolean) && !written()) {
    location.reload();
    return;
  }
  bars.filter((_, number) => over[number]).forEach(say);
  if (bars.length) setTimeout(follow, EVERY);
}

setTimeout(follow, EVERY);

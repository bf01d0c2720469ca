// Shows a specimen while its template is written: asked for when the writer pauses, the last answer wins.
const form = document.querySelector("[data-preview]");
const picture = document.querySelector("[data-picture]");
const fault = document.querySelector("[data-fault]");
let asked = 0;
let pause;

async function preview() {
  const mine = ++asked;
  const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) });
  const body = answer.ok ? await answer.blob() : await answer.text();
  if (mine !== asked) return;
  fault.hidden = answer.ok;
  picture.classList.toggle("stale", !answer.ok);
  if (!answer.ok) {
    fault.textContent = body;
    return;
  }
  URL.revokeObjectURL(picture.src);
  picture.src = URL.createObjectURL(body);
  picture.hidden = false;
}

form.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(preview, 600);
});
preview();

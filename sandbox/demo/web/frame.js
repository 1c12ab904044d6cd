// The preview drops presses while an action of its own is under way, as it is when a page has just opened
// or the bot takes its time. Here they wait for it: who presses a button once has pressed it.
const LOOK_MILLISECONDS = 20;
let waiting = null;

function busy() {
  const preview = window.simcordPreview;
  return Boolean(preview.pendingAction) || (preview.awaitingRevision ?? 0) > preview.publishedRevision;
}

function later(act) {
  const begun = waiting === null;
  waiting = act; // of several presses the last one counts
  if (begun) look();
}

function look() {
  if (busy()) {
    setTimeout(look, LOOK_MILLISECONDS);
    return;
  }
  const act = waiting;
  waiting = null;
  act();
}

function postpone(event, act) {
  if (!busy()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  later(act);
}

document.addEventListener(
  "click",
  (event) => {
    const control = event.target.closest("button, [role=option]");
    if (!event.isTrusted || control === null) return;
    const key = control.dataset.controlKey;
    // The message may have been drawn anew meanwhile.
    postpone(event, () => {
      const again = key && document.querySelector(`button[data-control-key="${CSS.escape(key)}"]`);
      (control.isConnected ? control : again || control).click();
    });
  },
  true,
);
document.addEventListener("submit", (event) => postpone(event, () => event.target.requestSubmit()), true);

// Whoever presses something sees the answer, which Discord shows at the end of the channel, and which may grow.
const ANSWER_MILLISECONDS = 8000;
const timeline = document.getElementById("channel-timeline");
const list = document.getElementById("channel-message-list");
let actedAt = -Infinity;
let newestBefore = null;

const newest = () => [...list.querySelectorAll("[data-message-id]")].at(-1);

function act({ isTrusted }) {
  if (!isTrusted) return;
  actedAt = performance.now();
  newestBefore = newest()?.dataset.messageId;
}

function showAnswer() {
  const answer = newest();
  if (!answer || answer.dataset.messageId === newestBefore || performance.now() - actedAt > ANSWER_MILLISECONDS) return;
  answer.scrollIntoView({ block: answer.offsetHeight > timeline.clientHeight ? "start" : "end" });
}

for (const kind of ["click", "submit"]) document.addEventListener(kind, act, true);
for (const kind of ["wheel", "touchmove"]) timeline.addEventListener(kind, () => (actedAt = -Infinity), { passive: true });
// The preview keeps its own place first, and takes a moment for that.
new ResizeObserver(() => [60, 300].forEach((milliseconds) => setTimeout(showAnswer, milliseconds))).observe(list);

function tellWhenReady() {
  if (window.simcordPreview?.ready) parent.postMessage({ ready: location.search }, "*");
  else setTimeout(tellWhenReady, LOOK_MILLISECONDS);
}
tellWhenReady();

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

// Whoever presses something sees the answer, which Discord shows at the end of the channel.
const ANSWER_MILLISECONDS = 8000;
let actedAt = -Infinity;
const newMessages = document.getElementById("new-messages");
for (const kind of ["click", "submit"]) document.addEventListener(kind, ({ isTrusted }) => isTrusted && (actedAt = performance.now()), true);
new MutationObserver(() => {
  if (newMessages.hidden || performance.now() - actedAt > ANSWER_MILLISECONDS) return;
  later(() => newMessages.click());
}).observe(newMessages, { attributes: true, attributeFilter: ["hidden"] });

function tellWhenReady() {
  if (window.simcordPreview?.ready) parent.postMessage({ ready: location.search }, "*");
  else setTimeout(tellWhenReady, LOOK_MILLISECONDS);
}
tellWhenReady();

// The page asks for the state of the demo again and again and shows it; all knowledge is on the server.
const POLL_MILLISECONDS = 600;
const LONGEST_LOADING_MILLISECONDS = 10000; // a page that does not tell that it is ready may be broken, and is shown
const TINTS = ["#5865f2", "#eb459e", "#3ba55c", "#faa61a", "#ed4245", "#9b59b6"];

const byId = (id) => document.getElementById(id);
const shown = {};
const lastRead = {};
let openStep = null; // the number of the step that the visitor opened, -1 if they closed all, null if none was chosen
let changes = 0;
let newestNews = -1;
let latest = null;
let networksShown = false;
const postsSeen = {}; // how many posts of each network the visitor has had before their eyes

function element(tag, className, text = "") {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}

function avatar(target, state, person) {
  target.textContent = [...person.account][0];
  target.style.setProperty("--tint", TINTS[state.people.indexOf(person) % TINTS.length]);
  return target;
}

// Rebuilds a part of the page only when what it shows has changed, so that focus and hover survive.
function update(part, value, build) {
  const fingerprint = JSON.stringify(value);
  if (shown[part] === fingerprint) return;
  shown[part] = fingerprint;
  build(value);
}

async function ask(path, body) {
  const request = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(path, request);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

async function change(path, body) {
  changes += 1;
  const state = await ask(path, body);
  changes += 1;
  render(state);
}

async function show(person, channel) {
  // What is typed into a page that is about to go would be lost.
  byId("frame").classList.add("loading");
  try {
    await change("/api/show", { person, channel });
  } catch (error) {
    byId("frame").classList.remove("loading");
    throw error;
  }
}

function renderChannels(state) {
  const parts = state.groups.flatMap((group) => [
    element("h2", "", group.name),
    ...group.channels.map((channel) => {
      const button = element("button", channel.unread ? "channel unread" : "channel", channel.name);
      if (channel.name === state.channel) button.setAttribute("aria-current", "page");
      button.addEventListener("click", () => show(latest.person, channel.name));
      return button;
    }),
  ]);
  byId("groups").replaceChildren(...parts);
}

function showNetworks(areShown) {
  networksShown = areShown;
  render(latest);
}

function networksButton(networks) {
  const isNew = networks.some(({ name, posts }) => posts > (postsSeen[name] ?? 0));
  const button = element("button", isNew ? "channel to-networks unread" : "channel to-networks", "Networks");
  button.title = networks.map(({ title }) => title).join(", ");
  button.setAttribute("aria-pressed", networksShown);
  button.addEventListener("click", () => showNetworks(!networksShown));
  return button;
}

function networkPanel(network, isLast) {
  const panel = element("div", `network ${network.name}`);
  const header = element("header", "");
  header.append(element("strong", "", network.title), element("span", "", network.account));
  if (isLast) {
    const close = element("button", "", "✕");
    close.setAttribute("aria-label", "Close networks");
    close.addEventListener("click", () => showNetworks(false));
    header.append(close);
  }
  const frame = Object.assign(element("iframe", ""), { id: `${network.name}-frame`, title: network.title, src: network.url });
  panel.append(header, frame);
  return panel;
}

function renderNetworks(networks) {
  byId("elsewhere").hidden = false;
  byId("elsewhere").replaceChildren(networksButton(networks));
  byId("networks").hidden = !networksShown;
  if (networksShown && !byId("networks").hasChildNodes()) {
    byId("networks").append(...networks.map((network, number) => networkPanel(network, number === networks.length - 1)));
  }
}

function renderYou(state, you) {
  for (const id of ["account-name", "profile-name"]) byId(id).textContent = you.name;
  for (const id of ["account-avatar", "profile-avatar"]) avatar(byId(id), state, you);
  const roles = you.roles.map((role) => {
    const pill = element("li", "", role.name);
    pill.style.setProperty("--tint", role.color);
    return pill;
  });
  byId("roles").replaceChildren(...(roles.length ? roles : [element("li", "none", "No roles yet")]));
}

function renderPeople(state) {
  const people = state.people.map((person) => {
    const button = element("button", "person");
    button.title = person.name;
    button.setAttribute("aria-pressed", person.key === state.person);
    button.append(avatar(element("span", "avatar"), state, person), element("span", "", person.account.split(" ")[0]));
    button.addEventListener("click", () => show(person.key, latest.channel));
    return button;
  });
  byId("people").replaceChildren(...people);
}

function copyButton({ field, text }) {
  const button = element("button", "copy");
  button.append(element("small", "", field), element("code", "", text));
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    button.classList.add("copied");
    setTimeout(() => button.classList.remove("copied"), 1500);
  });
  return button;
}

function pictureLink(address) {
  const link = Object.assign(element("a", "picture"), { href: address, download: "doors-open.png" });
  link.append(Object.assign(document.createElement("img"), { src: address, alt: "" }), element("span", "", "A picture to attach: save it"));
  return link;
}

function stepBody(step, state) {
  const body = element("div", "step-body");
  body.append(element("p", "", step.text));
  if (step.copy.length) {
    const fields = element("div", "fields");
    fields.append(...step.copy.map(copyButton));
    body.append(fields);
  }
  if (step.picture) body.append(pictureLink(step.picture));
  if (step.person !== state.person || step.channel !== state.channel) {
    const person = state.people.find((each) => each.key === step.person);
    const go = element("button", "go", `Be ${person.account.split(" ")[0]} in #${step.channel}`);
    go.addEventListener("click", () => {
      networksShown ||= step.networks;
      show(step.person, step.channel);
    });
    body.append(go);
  } else if (step.cancels && !step.done) {
    const cancel = element("button", "go", `Cancel ${step.cancels} in the shop`);
    cancel.addEventListener("click", () => change("/api/cancel", { order: step.cancels }));
    body.append(cancel);
  }
  return body;
}

function stepItem(step, number, state, current) {
  const open = number === (openStep ?? current);
  const item = element("li", ["step", step.done && "done", open && "open"].filter(Boolean).join(" "));
  const head = element("button", "step-head");
  head.setAttribute("aria-expanded", open);
  head.append(element("span", "tick", step.done ? "✓" : number + 1), element("span", "", step.title));
  head.addEventListener("click", () => {
    openStep = open ? -1 : number;
    render(latest);
  });
  item.append(head);
  if (open) item.append(stepBody(step, state));
  return item;
}

function renderSteps(state) {
  const current = state.steps.findIndex((step) => !step.done);
  const chapters = Map.groupBy(state.steps.map((step, number) => ({ step, number })), ({ step }) => step.chapter);
  const parts = [...chapters].map(([chapter, steps]) => {
    const section = element("section", "");
    const list = element("ol", "");
    list.append(...steps.map(({ step, number }) => stepItem(step, number, state, current)));
    section.append(element("h3", "", chapter), list);
    return section;
  });
  byId("steps").replaceChildren(...parts);
}

function renderRehearsal(rehearsal) {
  byId("rehearsal").hidden = false;
  byId("clock").textContent = rehearsal.time;
  byId("day").textContent = rehearsal.day;
  byId("speed").textContent = `${rehearsal.speed} × as fast`;
}

function newsItem(news) {
  const item = element("li", news.number > newestNews ? "arriving" : "");
  const open = element("button", "");
  open.append(element("time", "", news.time), element("strong", "", `#${news.channel}`), element("span", "", news.text));
  open.addEventListener("click", () => show(latest.person, news.channel));
  item.append(open);
  return item;
}

function renderNews(news) {
  byId("news").replaceChildren(...(news.length ? news.map(newsItem) : [element("li", "none", "Nothing yet. The first announcements come soon.")]));
  newestNews = Math.max(newestNews, ...news.map(({ number }) => number));
}

function renderFrame(address) {
  const frame = new URL(address);
  // A new fragment alone would not load the new preview.
  frame.searchParams.set("view", Date.now());
  byId("frame").classList.add("loading");
  byId("frame").src = frame;
  setTimeout(() => byId("frame").classList.remove("loading"), LONGEST_LOADING_MILLISECONDS);
}

function reveal({ source, data }) {
  const frame = byId("frame");
  if (source === frame.contentWindow && data.ready === new URL(frame.src).search) frame.classList.remove("loading");
}

function markUnread(state) {
  for (const channel of state.groups.flatMap((group) => group.channels)) {
    const key = `${state.person} ${channel.name}`;
    if (channel.name === state.channel || !(key in lastRead)) lastRead[key] = channel.last;
    channel.unread = lastRead[key] !== channel.last;
    delete channel.last;
  }
}

function render(state) {
  if (state !== latest) {
    markUnread(state);
    const finished = (step, number) => step.done && latest && !latest.steps[number].done;
    if (state.steps.some((step, number) => finished(step, number) && [number, -1].includes(openStep))) openStep = null;
  }
  latest = state;
  if (networksShown) for (const { name, posts } of state.networks) postsSeen[name] = posts;
  const you = state.people.find((person) => person.key === state.person);
  byId("server").textContent = document.title = state.server;
  update("frame", state.frame, renderFrame);
  update("channels", [state.groups, state.channel], () => renderChannels(state));
  if (state.networks.length) update("networks", [state.networks, networksShown, postsSeen], () => renderNetworks(state.networks));
  update("you", you, () => renderYou(state, you));
  update("people", [state.people, state.person], () => renderPeople(state));
  if (state.rehearsal) {
    update("clock", [state.rehearsal.time, state.rehearsal.day], () => renderRehearsal(state.rehearsal));
    update("news", state.rehearsal.news, renderNews);
  }
  update("steps", [state.steps, state.person, state.channel, openStep], () => renderSteps(state));
}

async function follow() {
  try {
    const before = changes;
    const state = await ask("/api/state");
    // An answer from before a change would take the visitor back to where they were.
    if (before === changes) render(state);
    byId("ended").hidden = true;
  } catch {
    byId("ended").hidden = false;
  }
  setTimeout(follow, POLL_MILLISECONDS);
}

window.addEventListener("message", reveal);
follow();

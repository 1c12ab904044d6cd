// The channels on the left, and who the visitor is.
import { byId, button, element } from "./dom.js";

const TINTS = ["#5865f2", "#b4257a", "#2a7d46", "#9a5b00", "#c62f33", "#7d3f98"];
const lastRead = {};

export function avatar(target, state, person) {
  target.textContent = [...person.account][0];
  target.style.setProperty("--tint", TINTS[state.people.indexOf(person) % TINTS.length]);
  target.setAttribute("aria-hidden", "true");
  return target;
}

export function titleOf(state, name) {
  const channel = state.groups.flatMap((group) => group.channels).find((each) => each.name === name);
  return name.startsWith("@") ? channel?.title ?? "messages" : `#${name}`;
}

export function markUnread(state) {
  if (state.waiting) return;
  for (const channel of state.groups.flatMap((group) => group.channels)) {
    const key = `${state.person} ${channel.name}`;
    if (channel.name === state.channel || !(key in lastRead)) lastRead[key] = channel.last;
    channel.unread = lastRead[key] !== channel.last;
    delete channel.last;
  }
}

export function renderChannels(demo) {
  const { state } = demo;
  const parts = state.groups.flatMap((group) => {
    const list = element("ul", "");
    for (const channel of group.channels) {
      const direct = channel.name.startsWith("@") ? " direct" : "";
      const open = button(`channel${direct}`, channel.title, () => demo.show(demo.state.person, channel.name));
      if (channel.unread) {
        open.classList.add("unread");
        open.append(element("span", "only-heard", ", unread"));
      }
      open.dataset.focus = `channel ${channel.name}`;
      if (channel.name === state.channel) open.setAttribute("aria-current", "page");
      list.append(element("li", "", open));
    }
    return [element("h2", "", group.name), list];
  });
  if (state.events.length) {
    const list = element("ul", "events");
    list.append(...state.events.map((event) => element("li", "", event)));
    parts.unshift(element("h2", "", "Events"), list);
  }
  byId("groups").replaceChildren(...parts);
  byId("where").textContent = titleOf(state, state.channel);
}

export function renderYou(state, you) {
  for (const id of ["account-name", "profile-name"]) byId(id).textContent = you.name;
  for (const id of ["account-avatar", "profile-avatar"]) avatar(byId(id), state, you);
  const roles = you.roles.map((role) => {
    const pill = element("li", "", role.name);
    pill.style.setProperty("--tint", role.color);
    return pill;
  });
  byId("roles").replaceChildren(...(roles.length ? roles : [element("li", "none", "No roles yet")]));
}

export function renderPeople(demo) {
  const { state } = demo;
  const people = state.people.map((person) => {
    const choose = button("person", "", () => demo.show(person.key, demo.state.channel));
    choose.title = person.name;
    choose.dataset.focus = `person ${person.key}`;
    choose.setAttribute("aria-pressed", person.key === state.person);
    choose.append(avatar(element("span", "avatar"), state, person), element("span", "", person.account.split(" ")[0]));
    return choose;
  });
  byId("people").replaceChildren(...people);
}

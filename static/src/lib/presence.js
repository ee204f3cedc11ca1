// Who else has the article open, as names in the bar.
export function showPeople(list, { doc, awareness }) {
  const show = () => {
    const people = new Map();
    for (const [id, { user }] of awareness.getStates()) {
      if (id !== doc.clientID && user) people.set(user.id, user);
    }
    list.replaceChildren(...[...people.values()].sort((a, b) => a.name.localeCompare(b.name)).map(chip));
    list.hidden = people.size === 0;
  };
  awareness.on("change", show);
  show();
}

function chip({ name, hue }) {
  const item = document.createElement("li");
  item.style.setProperty("--hue", hue);
  item.textContent = name;
  return item;
}

/* The commenter: remembered where that was asked for, known again by a device, and begun at a time that the newsroom knows. */

/* The name under which reply.js looks for it too. */
const KEEP = "newsroom.commenter";
const KEPT = ["name", "email", "website"];
const DEVICE = "/comments/device/";
const DEVICE_DAYS = 365;
const DAYS_BEFORE_1970 = 719163;

/* Storage may be forbidden or full: then nothing is remembered, and everything else works. */
function stored(act) {
  try {
    return act(window.localStorage);
  } catch {
    return null;
  }
}

/* A device says when it was made, as the days since the year 1; the newsroom takes none that is older than a year. */
function young(device) {
  const age = Date.now() / 86400000 + DAYS_BEFORE_1970 - Number.parseInt(device, 10);
  return age < DEVICE_DAYS ? device : "";
}

/* Without a device a reply arrives all the same, from somebody whom nobody knows. */
async function newDevice() {
  try {
    const answer = await fetch(DEVICE, { method: "POST" });
    return answer.ok ? await answer.text() : "";
  } catch {
    return "";
  }
}

function remember(form) {
  const box = form.elements.save;
  if (!box) return;
  const known = stored((store) => JSON.parse(store.getItem(KEEP)));
  const carrier = document.createElement("input");
  carrier.type = "hidden";
  carrier.name = "device";
  form.append(carrier);
  let device = young(known?.device);
  let asked = null;
  if (known) {
    box.checked = true;
    for (const field of KEPT) form.elements[field].value ||= known[field] ?? "";
  }
  async function introduce() {
    if (!box.checked || device || asked) return;
    asked = newDevice();
    device = await asked;
    asked = null;
  }
  box.addEventListener("change", introduce);
  form.addEventListener("focusin", introduce);
  form.addEventListener("submit", () => {
    carrier.value = box.checked ? device : "";
    const given = Object.fromEntries(KEPT.map((field) => [field, form.elements[field].value]));
    stored((store) =>
      box.checked ? store.setItem(KEEP, JSON.stringify({ ...given, device })) : store.removeItem(KEEP),
    );
  });
}

/* A token of our own time, asked for when somebody begins to write: a program that sends at once has none of its age. */
async function begin(form) {
  const { token } = form.elements;
  if (token.value.includes(":")) return;
  try {
    const answer = await fetch(`${form.action}token/`);
    if (answer.ok) token.value = await answer.text();
  } catch {
    // The page's own token is as good.
  }
}

export function attend(form) {
  remember(form);
  if (form.contains(document.activeElement)) begin(form);
  else form.addEventListener("focusin", () => begin(form), { once: true });
}

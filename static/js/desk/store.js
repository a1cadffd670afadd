/* Storage: what outlives the page. It may be forbidden or full: then things are kept for as long as the page is open. */

const memory = new Map();

export function keep(key, value) {
  const text = JSON.stringify(value);
  try {
    localStorage.setItem(key, text);
    memory.delete(key);
  } catch {
    memory.set(key, text);
  }
}

export function read(key) {
  try {
    return JSON.parse(memory.get(key) ?? localStorage.getItem(key));
  } catch {
    return null;
  }
}

export function drop(key) {
  memory.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    /* It was never there. */
  }
}

export function keysWith(prefix) {
  let stored = [];
  try {
    stored = Object.keys(localStorage);
  } catch {
    /* What is in memory is all. */
  }
  return [...new Set([...stored, ...memory.keys()])].filter((key) => key.startsWith(prefix)).sort();
}

/* Whether something would be lost if the page were closed now. */
export const isFleeting = () => memory.size > 0;

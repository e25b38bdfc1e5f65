// Builds elements from text alone: nothing that comes from a server or a bank is ever read as markup.
export function element(tag, properties, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined) {
      continue;
    }
    if (name === 'role' || name.startsWith('aria-')) {
      made.setAttribute(name, value);
    } else {
      made[name] = value;
    }
  }
  made.append(...children.filter(child => child !== null && child !== undefined && child !== false));
  return made;
}

export function paragraph(text, className) {
  return element('p', { className: className ?? '', textContent: text });
}

// What is on the screen: one heading, some text, some buttons, and the time that is left.
import { element, paragraph } from './connectionsdk-dom.js';
import { fill } from './connectionsdk-texts.js';

const SHOWN_BELOW_SECONDS = 600;

export class Panel {
  constructor(texts) {
    this.texts = texts;
    this.root = element('section', { className: 'cs-root' });
  }

  /** Replaces what is shown. Focus moves to the heading, so that a screen reader tells of the new step. */
  panel(name, title, ...content) {
    clearInterval(this.countdown);
    const heading = element('h2', { className: 'cs-title', tabIndex: -1, textContent: title });
    this.timeLeft = element('p', { className: 'cs-time', hidden: true });
    this.root.dataset.step = name;
    delete this.root.dataset.outcome;
    this.root.replaceChildren(heading, ...content.filter(Boolean), this.timeLeft);
    heading.focus();
  }

  message(name, title, text, { busy, buttons = [], bank } = {}) {
    const status = busy ? element('div', { className: 'cs-busy', role: 'status' }, element('span', { className: 'cs-spinner', ariaHidden: 'true' }), paragraph(text)) : paragraph(text);
    this.panel(name, title, bank && paragraph(bank, 'cs-bank'), status, this.buttons(...buttons));
  }

  button(label, action, quiet) {
    return element('button', { type: 'button', className: quiet ? 'cs-button cs-quiet' : 'cs-button', textContent: label, onclick: action });
  }

  buttons(...buttons) {
    return buttons.length === 0 ? null : element('div', { className: 'cs-buttons' }, ...buttons);
  }

  /** Shows the time left when it gets short, and tells when it is over. */
  countDown(seconds, over) {
    clearInterval(this.countdown);
    if (!Number.isFinite(seconds)) {
      return;
    }
    const end = performance.now() + Math.max(seconds, 1) * 1000;
    const tick = () => {
      const left = (end - performance.now()) / 1000;
      if (left <= 0) {
        clearInterval(this.countdown);
        over();
        return;
      }
      this.timeLeft.hidden = left > SHOWN_BELOW_SECONDS;
      this.timeLeft.textContent = left < 60 ? this.texts.expiresSeconds : fill(this.texts.expiresMinutes, { n: Math.ceil(left / 60) });
    };
    tick();
    this.countdown = setInterval(tick, 5000);
  }

  remove() {
    clearInterval(this.countdown);
    this.root.remove();
  }
}

// How a repair ended, and what became of the accounts, in words.
import { element, paragraph } from './connectionsdk-dom.js';
import { fill } from './connectionsdk-texts.js';

export function renderOutcome(view, texts) {
  const worked = view.outcome === 'Reconnected' || view.outcome === 'NotNeeded';
  const more = worked ? null : moreAbout(view.action, texts);
  return [
    element('p', { className: worked ? 'cs-good' : 'cs-note', textContent: texts.outcomeText[view.outcome] ?? '' }),
    more ? paragraph(more) : null,
    renderReport(view.continuity, texts),
  ];
}

function moreAbout(action, texts) {
  switch (action.type) {
    case 'startOver':
    case 'visitInstitution':
      return action.message;
    case 'contactSupport':
      return action.reference ? fill(texts.supportReference, { reference: action.reference }) : texts.supportTitle;
    case 'wait':
      return action.notBeforeInSeconds > 0 ? fill(texts.waitUntil, { n: Math.ceil(action.notBeforeInSeconds / 60) }) : null;
    default:
      return null;
  }
}

function renderReport(continuity, texts) {
  if (!continuity || continuity.entries.length === 0) {
    return null;
  }
  if (continuity.entries.every(entry => entry.change === 'Same' && entry.enabled)) {
    return paragraph(texts.allSame);
  }
  const lines = continuity.entries.map(entry => fill(texts.change[entry.change] ?? texts.change.Unknown, {
    name: entry.name ?? texts.unnamedAccount,
    previous: entry.previousName ?? '',
  }) + (entry.ambiguous ? texts.ambiguous : '') + (entry.enabled ? '' : texts.disabled));
  return element(
    'div', { className: 'cs-report' }, element('h3', { textContent: texts.reportTitle }),
    element('ul', {}, ...lines.map(line => element('li', { textContent: line }))));
}

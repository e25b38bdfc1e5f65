// The form for what a bank asks: labels, hints and errors tied to their inputs, nothing kept after it was sent.
import { element, paragraph } from './connectionsdk-dom.js';
import { fill } from './connectionsdk-texts.js';

const BASE64 = /^[A-Za-z0-9+/\s]+=*\s*$/;

let forms = 0;

export function renderFields(action, texts, error, onSubmit) {
  const prefix = `cs-${++forms}-`;
  const alert = element('p', { className: 'cs-error', role: 'alert', id: `${prefix}error`, textContent: error ?? '', hidden: !error });
  const submit = element('button', { type: 'submit', className: 'cs-button', textContent: texts.send });
  const form = element('form', { className: 'cs-form', noValidate: true, autocomplete: 'off' }, alert);
  const fields = action.fields.map((field, index) => renderField(field, `${prefix}${index}`, alert.id, texts));
  form.append(...fields.map(field => field.element));
  let sending = false;

  form.addEventListener('submit', event => {
    event.preventDefault();
    if (sending) {
      return;
    }
    const wrong = fields.find(field => field.problem());
    if (wrong) {
      show(wrong.problem());
      wrong.focus();
      return;
    }
    show('');
    const values = {};
    for (const field of fields) {
      const value = field.value();
      if (value !== '') {
        values[field.name] = value;
      }
    }
    onSubmit(values);
  });

  function show(text) {
    alert.textContent = text;
    alert.hidden = !text;
    for (const input of form.querySelectorAll('input')) {
      input.setAttribute('aria-invalid', String(Boolean(text)));
    }
  }

  return {
    element: form,
    submit,
    error(text) {
      show(text);
      fields[0]?.focus();
    },
    busy(isBusy) {
      sending = isBusy;
      submit.disabled = isBusy;
      submit.textContent = isBusy ? texts.sending : texts.send;
      form.setAttribute('aria-busy', String(isBusy));
    },
  };
}

function renderField(field, id, errorId, texts) {
  const label = (field.label ?? field.name) + (field.required ? '' : ` ${texts.optional}`);
  return field.options?.length > 0 ? choice(field, label, id, errorId, texts) : input(field, label, id, errorId, texts);
}

function input(field, label, id, errorId, texts) {
  const hint = field.hint ? element('p', { className: 'cs-hint', id: `${id}-hint`, textContent: field.hint }) : null;
  const digits = field.kind === 'Number' || (field.kind === 'Otp' && /^\^?(\\d|\[0-9\])/.test(field.pattern ?? ''));
  const box = element('input', {
    id,
    className: 'cs-input',
    type: { Password: 'password', Date: 'date' }[field.kind] ?? 'text',
    autocomplete: { Otp: 'one-time-code', Password: 'current-password' }[field.kind] ?? 'off',
    inputMode: digits ? 'numeric' : 'text',
    required: field.required,
    spellcheck: false,
    autocapitalize: 'none',
    'aria-describedby': hint ? `${hint.id} ${errorId}` : errorId,
  });
  const pattern = patternOf(field.pattern);
  if (field.pattern && pattern) {
    box.pattern = field.pattern;
  }
  return {
    name: field.name,
    element: element('div', { className: 'cs-field' }, element('label', { htmlFor: id, textContent: label }), hint, box),
    value: () => box.value,
    focus: () => box.focus(),
    problem() {
      if (box.value === '') {
        return field.required ? `${label}: ${texts.required}` : '';
      }
      return pattern && !pattern.test(box.value) ? texts.notFitting : '';
    },
  };
}

function choice(field, label, id, errorId, texts) {
  const type = field.allowsSeveral ? 'checkbox' : 'radio';
  const boxes = [];
  const options = field.options.map((option, index) => {
    const box = element('input', { type, name: id, id: `${id}-${index}`, value: option.value, 'aria-describedby': errorId });
    boxes.push(box);
    return element('label', { className: 'cs-option', htmlFor: box.id }, box, face(field, option, index, texts));
  });
  return {
    name: field.name,
    element: element(
      'fieldset', { className: 'cs-field', role: type === 'radio' ? 'radiogroup' : 'group' }, element('legend', { textContent: label }),
      field.hint ? paragraph(field.hint, 'cs-hint') : null, ...options),
    value: () => boxes.filter(box => box.checked).map(box => box.value).join('\n'),
    focus: () => boxes[0].focus(),
    problem: () => (field.required && !boxes.some(box => box.checked) ? `${label}: ${texts.required}` : ''),
  };
}

function face(field, option, index, texts) {
  const picture = option.label.replace(/^data:image\/[a-z]+;base64,/, '');
  return field.kind === 'ImageChoice' && BASE64.test(picture)
    ? element('img', { className: 'cs-picture', src: `data:image/png;base64,${picture}`, alt: fill(texts.picture, { n: index + 1 }) })
    : element('span', { textContent: option.label });
}

/** The bank's pattern, where the browser can read it; the server checks it in any case. */
function patternOf(text) {
  try {
    return text && text.length <= 200 && !/[+*}]\)?[+*{]/.test(text) ? new RegExp(text, 'u') : null;
  } catch {
    return null;
  }
}

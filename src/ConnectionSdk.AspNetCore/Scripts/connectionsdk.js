// Carries out the repair of a bank connection in a page, whatever the provider asks for. No framework, no inline script or style, text only as text.
import { keyOf, send, stepOf } from './connectionsdk-client.js';
import { element, paragraph } from './connectionsdk-dom.js';
import { renderFields } from './connectionsdk-fields.js';
import { renderOutcome } from './connectionsdk-outcome.js';
import { Panel } from './connectionsdk-panel.js';
import { defaultTexts, fill, withOverrides } from './connectionsdk-texts.js';
import { widgets } from './connectionsdk-widgets.js';

const REFRESH_SECONDS = 15;

/** Starts a repair, or joins the one on its way, and shows it in `container`. Resolves with the outcome's name once the user has read it. */
export function reconnect(options) {
  return new Repair(options, true).run(null);
}

/** Goes on with the repair a user has come back to after a redirect; null when the address of this page names none. */
export function resume(options) {
  const match = /^#reconnect=([0-9a-f]{32})$/.exec(location.hash);
  if (!match) {
    return Promise.resolve(null);
  }
  history.replaceState(history.state, '', location.pathname + location.search);
  return new Repair(options, false).run(match[1]);
}

class Repair extends Panel {
  constructor(options, mayLeave) {
    super(withOverrides(defaultTexts, options.texts));
    this.options = options;
    // Whoever has come back with the browser's button is not sent away again at once.
    this.mayLeave = mayLeave && performance.getEntriesByType('navigation')[0]?.type !== 'back_forward';
    this.opener = document.activeElement;
    this.view = null;
    this.shown = null;
    this.replies = Promise.resolve();
    this.life = new AbortController();
  }

  run(id) {
    return new Promise((resolve, reject) => {
      const { signal } = this.options;
      const once = { signal: this.life.signal };
      this.settle = (settle, value) => {
        this.close();
        settle(value);
      };
      this.resolve = value => this.settle(resolve, value);
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      signal?.addEventListener('abort', () => this.settle(reject, signal.reason), once);
      document.addEventListener('visibilitychange', () => this.onVisible(), once);
      addEventListener('pageshow', event => event.persisted && this.onVisible(), once);
      this.root.addEventListener('keydown', event => event.key === 'Escape' && this.widget && this.widgetEnded({ closed: true }), once);
      this.options.container.replaceChildren(this.root);
      this.message('starting', this.texts.starting, this.texts.startingText, { busy: true });
      if (id) {
        this.id = id;
        this.ask(() => this.call('GET', `/sessions/${id}`));
      } else {
        this.start();
      }
    });
  }

  close() {
    this.life.abort();
    clearTimeout(this.timer);
    this.closeWidget();
    this.remove();
    if (this.opener?.isConnected) {
      this.opener.focus();
    }
  }

  start() {
    const { returnUrl, language, renewConsent } = this.options;
    const connection = this.view?.connection ?? this.options.connection;
    this.id = null;
    this.shown = null;
    return this.ask(async () => {
      const view = await this.call('POST', '/sessions', { connection, returnUrl, language, renewConsent });
      this.id = view.id;
      return view;
    }, () => this.start());
  }

  /** Makes a call and shows what it says; what fails is shown with a button that looks again, and never sends anything a second time. */
  async ask(call, again = () => this.look()) {
    clearTimeout(this.timer);
    try {
      this.show(await call());
    } catch (problem) {
      if (!this.life.signal.aborted) {
        this.trouble(problem, again);
      }
    }
  }

  call(method, path, body) {
    return send(this.options, method, path, body, this.life.signal);
  }

  look() {
    return this.id ? this.ask(() => this.call('GET', `/sessions/${this.id}`)) : this.start();
  }

  /** Replies go one after the other: while one is on its way the server takes no other. */
  reply(body) {
    const sent = this.replies.then(() => this.call('POST', `/sessions/${this.id}/reply`, body));
    this.replies = sent.catch(() => {});
    return sent;
  }

  cancel() {
    return this.ask(() => this.call('POST', `/sessions/${this.id}/cancel`));
  }

  async startAgain() {
    if (this.view && this.view.phase !== 'Finished') {
      await this.call('POST', `/sessions/${this.id}/cancel`).catch(() => {});
    }
    this.message('starting', this.texts.starting, this.texts.startingText, { busy: true });
    return this.start();
  }

  onVisible() {
    if (document.hidden) {
      clearTimeout(this.timer);
    } else if (this.view && this.view.phase !== 'Finished' && !this.isSending) {
      this.poll();
    }
  }

  async poll() {
    clearTimeout(this.timer);
    const { id } = this;
    try {
      const view = await this.call('POST', `/sessions/${id}/poll`);
      if (this.isSending) {
        // Where the reply on its way leads to, its own answer tells: the form or the widget stays until then.
        this.lookIn(REFRESH_SECONDS);
      } else {
        this.show(view);
      }
    } catch (problem) {
      if (this.life.signal.aborted || id !== this.id) {
        return;
      }
      // A look that fails changes nothing: the next one may succeed. What is gone or forbidden stays so.
      if (this.isSending || ['network', 'providerUnavailable', 'inProgress', 'other'].includes(problem.code)) {
        this.lookIn(REFRESH_SECONDS);
      } else {
        this.trouble(problem, () => this.look());
      }
    }
  }

  lookIn(seconds) {
    clearTimeout(this.timer);
    if (!document.hidden) {
      this.timer = setTimeout(() => (this.isSending ? this.lookIn(seconds) : this.poll()), Math.max(seconds, 1) * 1000);
    }
  }

  show(view) {
    // A late answer about a repair that another has taken the place of, or from before what is known by now, tells nothing.
    if (this.life.signal.aborted || view.id !== this.id || (this.view?.id === view.id && view.version < this.view.version)) {
      return;
    }
    this.view = view;
    this.options.onChange?.(view);
    const step = stepOf(view);
    const key = keyOf(view);
    if (key !== this.shown) {
      this.shown = key;
      this.closeWidget();
      this[step](view.action, view);
    }
    this.countDown(view.phase === 'Finished' ? null : view.action.expiresInSeconds ?? view.expiresInSeconds, () => this.lapsed());
    if (step !== 'finished') {
      this.lookIn(view.pollInSeconds ?? REFRESH_SECONDS);
    }
  }

  get stop() {
    return this.button(this.texts.cancel, () => this.cancel(), true);
  }

  doneButton(text) {
    return this.button(text, () => this.ask(() => this.reply({ type: 'done' })));
  }

  lapsed() {
    const { texts } = this;
    this.closeWidget();
    clearTimeout(this.timer);
    this.shown = null;
    const step = stepOf(this.view);
    if (step === 'wait' || step === 'approveElsewhere' || this.view.expiresInSeconds <= (this.view.action.expiresInSeconds ?? Infinity)) {
      this.poll();
    } else if (step === 'openWidget' || step === 'followRedirect') {
      this.message('lapsed', texts.lapsedTitle, texts.lapsedText, { buttons: [this.button(texts.startOver, () => this.reopen()), this.stop] });
    } else {
      this.message('lapsed', texts.lapsedTitle, texts.lapsedText, { buttons: [this.button(texts.startOver, () => this.startAgain()), this.stop] });
    }
  }

  trouble(problem, again) {
    const { texts } = this;
    const code = problem.code ?? 'other';
    if (code === 'unexpectedReply' && problem.session) {
      this.show(problem.session);
      return;
    }
    this.shown = null;
    this.closeWidget();
    const text = code === 'network' ? texts.network : texts.problem[code] ?? texts.problem.other;
    const gone = code === 'notFound' && this.id;
    const action = gone ? this.button(texts.startOver, () => this.startAgain()) : this.button(this.id ? texts.look : texts.retry, again);
    // Whoever came back by an old address, to a page that names no connection, cannot start again from here.
    const mayGoOn = !gone || this.view || this.options.connection;
    this.message('problem', texts.problemTitle, text, { buttons: [...(mayGoOn ? [action] : []), this.button(texts.done, () => this.resolve(this.view?.outcome ?? 'None'), true)] });
  }

  provideFields(action, view) {
    const { texts } = this;
    const form = renderFields(action, texts, view.lastReply === 'Rejected' ? texts.rejected : null, async values => {
      this.isSending = true;
      form.busy(true);
      try {
        const next = await this.reply({ type: 'fields', values });
        this.isSending = false;
        this.show(next);
        // The same question again, for a reply that was not taken.
        form.busy(false);
      } catch (problem) {
        this.isSending = false;
        if (this.life.signal.aborted) {
          return;
        }
        form.busy(false);
        if (problem.code === 'unexpectedReply' && problem.session) {
          const before = this.shown;
          this.show(problem.session);
          if (this.shown === before) {
            form.error(texts.notFitting);
          } else {
            this.root.querySelector('.cs-title')?.after(paragraph(texts.changed, 'cs-note'));
          }
        } else if (['notSent', 'providerUnavailable', 'inProgress'].includes(problem.code)) {
          form.error(texts.problem[problem.code]);
        } else {
          this.trouble(problem, () => this.look());
        }
      }
    });
    form.element.append(this.buttons(form.submit, this.stop));
    this.panel('provideFields', texts.fieldsTitle, paragraph(action.message ?? texts.fieldsText), form.element);
  }

  openWidget(action, view) {
    const { texts } = this;
    const open = this.options.widgets?.[view.provider] ?? widgets[view.provider];
    if (!open) {
      this.unknown();
      return;
    }
    if (!action.launch) {
      // Another process of the server issued the link; a read has it issued here too.
      this.message('wait', texts.waitTitle, texts.waitText, { busy: true, buttons: [this.stop] });
      this.shown = null;
      this.look();
      return;
    }
    const place = element('div', { className: 'cs-widget' });
    this.panel(
      'openWidget', texts.widgetTitle, paragraph(texts.widgetText), place,
      this.buttons(this.button(texts.closeWidget, () => this.widgetEnded({ closed: true }), true)));
    const widget = {};
    this.widget = widget;
    // A script may fail to load long after the user has gone on.
    const failed = () => this.widget === widget && this.widgetEnded({ text: texts.widgetFailed });
    try {
      widget.shut = open(action.launch, { container: place, title: texts.widgetFrame, failed, report: (message, end) => this.widgetSays(message, end) });
    } catch {
      failed();
    }
  }

  async widgetSays(message, { ends, closed }) {
    const { widget } = this;
    if (ends) {
      this.closeWidget();
      this.message('wait', this.texts.waitTitle, this.texts.waitText, { busy: true });
    }
    this.isSending = true;
    try {
      const view = await this.reply({ type: 'widget', message });
      this.isSending = false;
      if (stepOf(view) !== 'openWidget' || !ends) {
        this.shown = ends ? null : this.shown;
        this.show(view);
      } else if (view.id === this.id) {
        this.view = view;
        this.widgetEnded({ closed, text: this.texts.widgetClosed });
      }
    } catch (problem) {
      this.isSending = false;
      if (!this.life.signal.aborted && (ends || this.widget === widget)) {
        this.trouble(problem, () => this.look());
      }
    }
  }

  /** The widget is gone without an end of the repair: the user has given up, or may open it again. */
  widgetEnded({ closed, text }) {
    this.closeWidget();
    // A look that finds the same does not open it again: that is for the user to say.
    this.shown = closed ? null : keyOf(this.view);
    if (closed) {
      this.ask(() => this.reply({ type: 'abandoned' }));
      return;
    }
    this.message('widgetEnded', this.texts.widgetTitle, text, { buttons: [this.button(this.texts.openAgain, () => this.reopen()), this.stop] });
  }

  reopen() {
    this.shown = null;
    return this.look();
  }

  closeWidget() {
    const { widget } = this;
    this.widget = null;
    widget?.shut?.();
  }

  followRedirect(action) {
    const { texts, options } = this;
    if (!action.url) {
      this.message('wait', texts.waitTitle, texts.waitText, { busy: true, buttons: [this.stop] });
      this.shown = null;
      this.look();
      return;
    }
    const leave = () => {
      const address = new URL(action.url);
      if (address.protocol === 'https:' || address.protocol === 'http:') {
        (options.onRedirect ?? (url => location.assign(url)))(address.href);
      }
    };
    this.message('followRedirect', texts.redirectTitle, texts.redirectText, { buttons: [this.button(texts.redirectGo, leave), this.stop] });
    if (this.mayLeave) {
      // Once: whoever comes back without having finished decides for themselves.
      this.mayLeave = false;
      leave();
    }
  }

  approveElsewhere(action) {
    this.message('approveElsewhere', this.texts.approveTitle, this.texts.approveText, { busy: true, bank: action.message, buttons: [this.doneButton(this.texts.approveDone), this.stop] });
  }

  wait() {
    this.message('wait', this.texts.waitTitle, this.texts.waitText, { busy: true, buttons: [this.stop] });
  }

  visitInstitution(action) {
    this.message('visitInstitution', this.texts.visitTitle, this.texts.visitText, { bank: action.message, buttons: [this.doneButton(this.texts.visitDone), this.stop] });
  }

  startOver(action) {
    const { texts } = this;
    this.message('startOver', texts.startOverTitle, action.message ?? texts.startOverText, { buttons: [this.button(texts.startOver, () => this.startAgain()), this.stop] });
  }

  contactSupport(action) {
    const { texts } = this;
    const text = action.reference ? `${texts.supportText} ${fill(texts.supportReference, { reference: action.reference })}` : texts.supportText;
    this.message('contactSupport', texts.supportTitle, text, { buttons: [this.stop] });
  }

  unknown() {
    this.message('unknown', this.texts.unknownTitle, this.texts.unknownText, { buttons: [this.stop] });
  }

  finished(action, view) {
    const { texts } = this;
    const mayRepeat = ['WrongAccount', 'Abandoned', 'Expired'].includes(view.outcome);
    const done = this.button(texts.done, () => this.resolve(view.outcome), mayRepeat);
    this.panel(
      'finished', texts.outcomeTitle[view.outcome] ?? view.outcome, ...renderOutcome(view, texts),
      this.buttons(mayRepeat && this.button(texts.startOver, () => this.startAgain()), done));
    this.root.dataset.outcome = view.outcome;
  }
}

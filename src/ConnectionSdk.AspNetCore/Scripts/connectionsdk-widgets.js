// Opens the providers' widgets. Each opener is given the launch data and tells what happens:
// report(message, { ends, closed }): a message for the server; ends: the widget is gone; closed: the user closed it. failed(): it could not be opened.
// It returns a function that takes the widget away.

const scripts = new Map();

function loadScript(source) {
  if (!scripts.has(source)) {
    scripts.set(source, new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = source;
      script.async = true;
      script.addEventListener('load', () => resolve());
      script.addEventListener('error', () => {
        script.remove();
        scripts.delete(source);
        reject(new Error('The script of the widget could not be loaded.'));
      });
      document.head.append(script);
    }));
  }
  return scripts.get(source);
}

function addressOf(launch) {
  const address = new URL(launch.source);
  for (const [name, value] of Object.entries(launch.parameters)) {
    address.searchParams.set(name, value);
  }
  return address.href;
}

function openFrame(launch, container, title, onMessage) {
  const frame = document.createElement('iframe');
  frame.className = 'cs-frame';
  frame.title = title;
  frame.src = addressOf(launch);
  const listen = event => {
    // Any page can post messages to this one: only those of this frame, still at the provider's address, are the widget's.
    if (event.origin === launch.messageOrigin && event.source === frame.contentWindow) {
      onMessage(event.data);
    }
  };
  addEventListener('message', listen);
  container.append(frame);
  return () => {
    removeEventListener('message', listen);
    frame.remove();
  };
}

function parsed(data) {
  if (typeof data !== 'string') {
    return data;
  }
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

function openAerosync(launch, { container, title, report, failed }) {
  let succeeded = false;
  const success = message => {
    succeeded = true;
    report(message, { ends: true });
  };
  if (!new URL(launch.source).pathname.endsWith('.js')) {
    return openFrame(launch, container, title, data => {
      switch (parsed(data)?.type) {
        case 'pageSuccess': return success(data);
        case 'widgetError': return report(data, {});
        case 'widgetClose': return succeeded ? undefined : report(data, { ends: true, closed: true });
        default: return undefined;
      }
    });
  }

  let gone = false;
  const element = document.createElement('div');
  element.id = 'cs-aerosync';
  container.append(element);
  loadScript(launch.source).then(() => {
    const start = globalThis.initAeroSyncWidget ?? globalThis.openWidget;
    if (gone) {
      return;
    }
    const widget = start({
      ...launch.parameters,
      elementId: element.id,
      iframeTitle: title,
      onLoad: () => {},
      onEvent: () => {},
      onSuccess: payload => success({ type: 'pageSuccess', payload }),
      onError: payload => report({ type: 'widgetError', payload }, {}),
      onClose: () => (succeeded ? undefined : report({ type: 'widgetClose', payload: {} }, { ends: true, closed: true })),
    });
    widget?.launch?.();
  }).catch(failed);
  return () => {
    gone = true;
    element.remove();
  };
}

function openAraucaria(launch, { report, failed }) {
  let gone = false;
  loadScript(launch.source).then(() => {
    if (gone) {
      return;
    }
    globalThis.Araucaria.open({
      ...launch.parameters,
      onSuccess: result => report({ event: 'success', connectionId: result?.connectionId }, { ends: true }),
      onExit: error => (error
        ? report({ event: 'exit', error: typeof error === 'string' ? { code: error } : { code: error.code, message: error.message } }, { ends: true })
        : report({ event: 'exit' }, { ends: true, closed: true })),
    });
  }).catch(failed);
  // Its script has no call to close the widget.
  return () => {
    gone = true;
  };
}

// Steps on the way that decide nothing; everything else is the server's to judge.
const flinksProgress = /^(APP_|COMPONENT_(LOAD|ACCEPT|CLICK|HELP)|ACCOUNT_SELECTED|INSTITUTION_SELECTED|SUBMIT_)/;
const flinksEnds = new Set(['REDIRECT', 'TOKEN_INVALID', 'MAXIMUM_RETRY_REACHED']);
const flinksClosed = new Set(['COMPONENT_CLOSE_SESSION', 'COMPONENT_DENY_CONSENT', 'COMPONENT_DENY_TERMS']);

function openFlinks(launch, { container, title, report }) {
  return openFrame(launch, container, title, data => {
    const message = parsed(data);
    const step = message?.step ?? message?.data?.step ?? message?.flinksCode;
    if (typeof step !== 'string' || (flinksProgress.test(step) && !message.flinksCode)) {
      return;
    }
    report(message, { ends: flinksEnds.has(step) || flinksClosed.has(step), closed: flinksClosed.has(step) });
  });
}

export const widgets = { aerosync: openAerosync, araucaria: openAraucaria, flinks: openFlinks };

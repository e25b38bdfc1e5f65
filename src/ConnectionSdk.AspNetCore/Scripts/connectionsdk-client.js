// Calls the endpoints of MapReconnect, and tells what an answer asks for. What fails comes back as a Problem with a code, and is never sent again from here.
export class Problem extends Error {
  constructor(code, answer) {
    super(code);
    this.code = code;
    this.session = answer?.session ?? null;
  }
}

export async function send({ endpoint, credentials }, method, path, body, signal) {
  const isPost = method === 'POST';
  let response;
  let answer;
  try {
    response = await fetch(endpoint.replace(/\/$/, '') + path, {
      method,
      signal,
      cache: 'no-store',
      credentials: credentials ?? 'same-origin',
      headers: isPost ? { 'Content-Type': 'application/json', Accept: 'application/json' } : { Accept: 'application/json' },
      body: isPost ? JSON.stringify(body ?? {}) : undefined,
    });
    answer = await response.json();
  } catch (error) {
    // An answer that is no JSON is somebody else's: a proxy's, or a page to sign in.
    throw new Problem(error instanceof SyntaxError ? (response.status === 401 ? 'notSignedIn' : 'other') : 'network');
  }
  if (!response.ok || typeof answer !== 'object' || answer === null) {
    throw new Problem(answer?.code ?? 'other', answer);
  }
  return answer;
}

/** Views of the same key look the same. */
export function keyOf(view) {
  const step = stepOf(view);
  return JSON.stringify([view.id, step, view.outcome, step === 'provideFields' && [view.rejectedReplies, view.action.fields], view.action.message]);
}

/** The method that shows a view. While a reply is on its way, what was asked is not asked again. */
export function stepOf({ phase, action }) {
  if (phase === 'Finished') {
    return 'finished';
  }
  if (phase === 'Starting' || phase === 'Submitting' || (phase === 'Observing' && action.type !== 'approveElsewhere')) {
    return 'wait';
  }
  const known = ['provideFields', 'openWidget', 'followRedirect', 'approveElsewhere', 'wait', 'visitInstitution', 'startOver', 'contactSupport'];
  return action.type === 'none' ? 'wait' : known.includes(action.type) ? action.type : 'unknown';
}

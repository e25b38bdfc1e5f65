// Calls the endpoints of MapReconnect. What fails comes back as a Problem with a code, and is never sent again from here.
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

// Repairs the connection this page was opened for, or goes on with the repair whose bank page the user comes back from.
import { reconnect, resume } from '/reconnect/connectionsdk.js';

const place = document.getElementById('repair');
const names = JSON.parse(place.dataset.names);
const { connection, renew } = place.dataset;

const options = {
  endpoint: '/reconnect',
  container: place,
  returnUrl: '/repair',
  onChange(session) {
    const name = names[session.connection];
    document.getElementById('name').textContent = name;
    document.title = `Reconnect ${name} · Pocketbook`;
    // It says why a repair was needed, which is no longer true afterwards.
    document.getElementById('why').hidden = session.phase === 'Finished';
  },
};

await resume(options) ?? (connection && await reconnect({ ...options, connection, renewConsent: renew === 'true' }));
location.replace('/');

// Changes the cards while somebody looks on: the server tells which connection looks different now, and where it belongs.
const summary = document.getElementById('summary');
const news = document.getElementById('news');
const gone = document.getElementById('gone');

const events = new EventSource(`/events?after=${encodeURIComponent(summary.dataset.version)}`);
events.addEventListener('connection', event => change(JSON.parse(event.data)));
addEventListener('pagehide', () => events.close());
// A page that comes back from the browser's memory has missed what happened meanwhile.
addEventListener('pageshow', event => event.persisted && location.reload());

function change({ id, place, card, summary: text, said }) {
  const old = document.getElementById(id);
  const section = document.getElementById(place);
  // The server has encoded every text in the card; scripts in it would not run.
  const made = new DOMParser().parseFromString(card, 'text/html').body.firstElementChild;
  const focused = old?.contains(document.activeElement) ? document.activeElement : null;
  if (!section) {
    old?.remove();
    const line = document.createElement('li');
    line.append(`${made.querySelector('h3').textContent} is gone. `, made.querySelector('footer a'));
    gone.append(line);
  } else if (old && old.parentElement.closest('section') === section) {
    old.replaceWith(made);
  } else {
    old?.remove();
    section.querySelector('.cards').append(made);
  }
  made.classList.add('arrived');
  for (const each of document.querySelectorAll('main section')) {
    each.hidden = each.querySelector('.card') === null;
  }
  if (focused) {
    (made.querySelector('.button') ?? made.querySelector('a') ?? document.getElementById('main')).focus();
  }
  summary.textContent = text;
  news.textContent = said;
}

'use strict';

/** Makes an element; texts become text nodes, so that nothing an app is called can be markup. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

const mood = {
  Running: 'good', Healthy: 'good', Succeeded: 'good',
  Activating: 'warn', Processing: 'warn', InProgress: 'warn', Deleting: 'warn', Degraded: 'warn', Waiting: 'warn',
  Failed: 'bad', Unhealthy: 'bad', Terminated: 'bad',
};

const state = word => make('span', { class: `state ${mood[word] ?? ''}` }, word);

function age(instant) {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(instant)) / 1000));
  if (seconds < 60) return 'just now';
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86400)} d ago`;
}

function replica(replica) {
  return make('li', {},
    make('span', { class: 'name' }, replica.name),
    state(replica.ready ? 'Running' : replica.state === 'Running' ? 'Activating' : replica.state),
    make('span', {}, replica.ready ? 'ready' : replica.started ? 'started, not ready' : 'not started'),
    make('span', {}, replica.restarts === 1 ? '1 restart' : `${replica.restarts} restarts`),
    replica.processId ? make('span', {}, `process ${replica.processId}`) : null,
    replica.details ? make('span', {}, replica.details) : null);
}

function revision(revision, weights) {
  const tone = weights.indexOf(revision) % 3;
  return make('div', { class: revision.active ? 'revision' : 'revision inactive' },
    make('div', { class: 'row' },
      make('div', { class: 'name' }, revision.name, revision.label ? make('span', { class: 'label' }, revision.label) : null),
      state(revision.state),
      make('div', { class: revision.weight ? 'weight' : 'weight none' }, tone >= 0 ? make('span', { class: `swatch tone${tone}` }) : null, `${revision.weight} %`),
      make('div', { class: 'age', title: revision.created }, age(revision.created))),
    revision.error ? make('p', { class: 'error' }, revision.error) : null,
    revision.replicas.length ? make('ul', { class: 'replicas' }, ...revision.replicas.map(replica)) : null);
}

function app(app) {
  const weights = app.revisions.filter(revision => revision.weight > 0);
  const bar = make('div', { class: 'traffic', role: 'img', 'aria-label': weights.map(r => `${r.weight} % to ${r.name}`).join(', ') || 'no traffic' });
  for (const [index, part] of weights.entries()) {
    const share = make('span', { class: `tone${index % 3}`, title: `${part.weight} % to ${part.name}` });
    share.style.width = `${part.weight}%`;
    bar.append(share);
  }

  return make('article', { class: 'app' },
    make('header', {},
      make('h3', {}, app.name),
      state(app.state),
      app.plainPort ? make('a', { href: `http://127.0.0.1:${app.plainPort}/`, target: '_blank', rel: 'noreferrer' }, `127.0.0.1:${app.plainPort}`) : null,
      app.host ? make('span', { class: 'host' }, app.host) : null),
    app.error ? make('p', { class: 'error' }, app.error) : null,
    app.host ? bar : null,
    ...app.revisions.map(item => revision(item, weights)));
}

function environment(environment) {
  return make('section', { class: 'environment' },
    make('h2', {}, environment.name, make('small', {}, `${environment.group} · *.${environment.domain}`)),
    ...(environment.apps.length
      ? environment.apps.map(app)
      : [make('p', { class: 'empty' }, 'No container app is deployed here yet.')]));
}

function happening(happening) {
  const at = new Date(happening.at);
  return make('li', {},
    make('time', { datetime: happening.at, title: happening.at }, at.toLocaleTimeString([], { hour12: false })),
    make('b', {}, happening.subject),
    make('p', {}, happening.text));
}

function show(content) {
  const environments = content.environments.length
    ? content.environments.map(environment)
    : [make('p', { class: 'empty' }, 'Nothing is deployed yet. Run ', make('code', {}, './build.sh --target=DeployStaging'), ' and watch it arrive here.')];
  document.getElementById('environments').replaceChildren(...environments);
  document.getElementById('happenings').replaceChildren(...content.happenings.map(happening));
  const databases = content.databases.map(database => database.name).join(', ');
  document.getElementById('facts').textContent =
    `ingress 127.0.0.1:${content.ingressPort} · registry 127.0.0.1:${content.registryPort}` + (databases ? ` · databases ${databases}` : '');
}

function tell(status, text) {
  const live = document.getElementById('live');
  live.dataset.state = status;
  live.textContent = text;
}

let last = first;
show(last);
const events = new EventSource('/events');
events.onopen = () => tell('live', 'live');
events.onerror = () => tell('lost', 'connection lost, trying again');
events.onmessage = message => { last = JSON.parse(message.data); show(last); };
setInterval(() => show(last), 30000);

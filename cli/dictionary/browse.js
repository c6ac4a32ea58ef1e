// Without this script every table stands below the other; with it, one at a time.
const pages = [...document.querySelectorAll('section.page')];
const links = [...document.querySelectorAll('nav li a')];
const search = document.getElementById('search');

function show() {
  const wanted = decodeURIComponent(location.hash.slice(1)) || 'overview';
  const page = pages.find(({ id }) => id === wanted) ?? pages[0];
  for (const one of pages) one.hidden = one !== page;
  for (const link of links) {
    if (link.dataset.name === page.id) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  document.title = page.id === 'overview' ? 'Sluice: tables' : page.id;
  scrollTo(0, 0);
  const focus = page.querySelector('.focus rect');
  const graph = focus?.closest('.graph');
  if (!graph) return;
  const [box, frame] = [focus.getBoundingClientRect(), graph.getBoundingClientRect()];
  graph.scrollTo(box.left - frame.left - frame.width / 2, box.top - frame.top - frame.height / 2);
}

/** Every word has to stand in the table's name, title or column names. */
function filter() {
  const words = search.value.trim().toLowerCase().split(/\s+/);
  let found = 0;
  for (const link of links) {
    const page = document.getElementById(link.dataset.name);
    const fits = words.every((word) => page.dataset.words.includes(word));
    link.parentElement.hidden = !fits;
    found += fits ? 1 : 0;
  }
  for (const list of document.querySelectorAll('#lists ul')) {
    const empty = [...list.children].every((item) => item.hidden);
    list.hidden = empty;
    list.previousElementSibling.hidden = empty;
  }
  document.getElementById('nothing').hidden = found > 0;
}

/** Everything that a table is made of, and everything made of it. */
function trace(svg, name) {
  const edges = [...svg.querySelectorAll('path')];
  const near = new Set([name]);
  const walk = (from, to, place) => {
    for (const edge of edges) {
      if (edge.dataset[from] !== place) continue;
      edge.classList.add('near');
      if (near.has(edge.dataset[to])) continue;
      near.add(edge.dataset[to]);
      walk(from, to, edge.dataset[to]);
    }
  };
  walk('to', 'from', name);
  walk('from', 'to', name);
  svg.classList.add('pointed');
  for (const node of svg.querySelectorAll('.node'))
    node.classList.toggle('near', near.has(node.dataset.name));
}

function untrace(svg) {
  svg.classList.remove('pointed');
  for (const marked of svg.querySelectorAll('.near')) marked.classList.remove('near');
}

for (const node of document.querySelectorAll('.node')) {
  const svg = node.closest('svg');
  for (const begin of ['mouseenter', 'focus'])
    node.addEventListener(begin, () => trace(svg, node.dataset.name));
  for (const end of ['mouseleave', 'blur']) node.addEventListener(end, () => untrace(svg));
}
addEventListener('hashchange', show);
search.addEventListener('input', filter);
search.addEventListener('keydown', ({ key }) => {
  if (key !== 'Enter') return;
  const first = links.find((link) => !link.parentElement.hidden);
  if (first) location.hash = first.dataset.name;
});
addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target === search) return;
  event.preventDefault();
  search.focus();
});
show();

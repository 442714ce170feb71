/* 看板的筛选、搜索、各期经过。没有它，页面上的数字和表格照样能看。 */
(function () {
  'use strict';

  var SHOWN_AT_ONCE = 200;
  var UNITS_AT_ONCE = 60;
  var PRINTED_LINES = 600;
  var KEYS = ['u', 'c', 't', 'l', 's', 'k', 'q'];

  function byId(id) { return document.getElementById(id); }

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) { made.className = className; }
    if (text !== undefined) { made.textContent = text; }
    return made;
  }

  var index = JSON.parse(byId('b-index').textContent);
  var tasks = index.tasks.concat(index.back);
  var form = byId('b-filters');
  var fields = {};
  KEYS.forEach(function (key) { fields[key] = byId('b-' + key); });

  /* ---- what is filtered: every task with its rows on the page and the parts of its units ---- */

  var lists = Array.prototype.map.call(document.querySelectorAll('.tasks'), function (box) {
    return { box: box, limit: SHOWN_AT_ONCE, tasks: [], none: box.querySelector('[data-none]'), rest: box.querySelector('[data-rest]') };
  });
  var ofTask = Object.create(null);
  (function () {
    var at = 0;
    lists.forEach(function (list) {
      Array.prototype.forEach.call(list.box.querySelectorAll('tbody.task'), function (body) {
        var task = tasks[at];
        task.at = at++;
        task.body = body;
        task.details = body.querySelector('details');
        task.list = list;
        task.own = null;
        list.tasks.push(task);
        ofTask[task.id] = task;
      });
    });
  }());

  var kindOf = Object.create(null);
  index.parts.forEach(function (kind, at) { kindOf[index.alphabet.charAt(at)] = kind; });
  var unitPlaces = Object.create(null);
  index.units.forEach(function (name, at) { if (!(name in unitPlaces)) { unitPlaces[name] = at; } });
  var partsOfUnit = index.units.map(function () { return []; });
  tasks.forEach(function (task) {
    task.u.forEach(function (unit, at) {
      var kind = kindOf[task.p.charAt(at)];
      if (kind) { partsOfUnit[unit].push([task.at, kind]); }
    });
  });

  function chosen() {
    var found = {};
    KEYS.forEach(function (key) { if (fields[key] && fields[key].value.trim()) { found[key] = fields[key].value.trim(); } });
    return found;
  }

  function lightOf(word, className) {
    var names = index.lights[word];
    var made = element('span', 'light ' + names[0] + (className ? ' ' + className : ''));
    var svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    var use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
    svg.setAttribute('width', '14');
    svg.setAttribute('height', '14');
    svg.setAttribute('class', 'shape');
    svg.setAttribute('aria-hidden', 'true');
    svg.setAttribute('focusable', 'false');
    use.setAttribute('href', '#b-' + names[0]);
    svg.appendChild(use);
    made.appendChild(svg);
    made.appendChild(document.createTextNode(names[1]));
    return made;
  }

  function folded(text) {
    return (text.normalize ? text.normalize('NFKC') : text).toLowerCase();
  }

  function wordsOf(task) {
    if (task.words === undefined || (task.wordsWithHistory === false && past)) {
      var inside = task.body.cloneNode(true);
      var shown = inside.querySelector('.history');
      if (shown) { shown.textContent = ''; }
      var units = task.u.map(function (unit) { return index.units[unit]; }).join('\n');
      task.words = folded(inside.textContent + '\n' + units + '\n' + (past ? past.words(task.id) : ''));
      task.wordsWithHistory = Boolean(past);
    }
    return task.words;
  }

  function prepare(from) { /* for the first search, a few tasks at a time */
    tasks.slice(from, from + 10).forEach(wordsOf);
    if (from + 10 < tasks.length) { window.setTimeout(function () { prepare(from + 10); }, 10); }
  }

  function passes(task, wanted, part, words) {
    var state = part ? part[0] : task.s;
    var light = part ? part[1] : task.l;
    var flags = part ? part[2] + (task.k.indexOf('n') >= 0 ? 'n' : '') : task.k;
    return (!wanted.c || task.c === wanted.c) && (!wanted.t || task.t === wanted.t) &&
      (!wanted.s || state === wanted.s) && (!wanted.l || light === wanted.l) &&
      (!wanted.k || flags.indexOf(wanted.k) >= 0) &&
      words.every(function (word) { return wordsOf(task).indexOf(word) >= 0; });
  }

  function matching(wanted) {
    var words = wanted.q ? folded(wanted.q).split(/\s+/).filter(Boolean) : [];
    var parts = null;
    if (wanted.u) {
      parts = Object.create(null);
      (partsOfUnit[unitPlaces[wanted.u]] || []).forEach(function (pair) { parts[pair[0]] = pair[1]; });
    }
    return tasks.map(function (task) {
      var part = parts ? parts[task.at] : null;
      return (!parts || part) && passes(task, wanted, part, words) ? part || true : false;
    });
  }

  function showOwn(task, part) {
    var cell = task.body.querySelector('.c-state');
    if (task.own) { cell.removeChild(task.own); task.own = null; }
    if (part && part !== true) {
      task.own = element('span', 'own', '该单位：' + part[0] + ' ');
      task.own.appendChild(lightOf(part[1]));
      cell.appendChild(task.own);
    }
  }

  function show(list, found) {
    var hits = 0;
    list.tasks.forEach(function (task) {
      var part = found[task.at];
      if (part) { hits += 1; }
      var hide = !part || hits > list.limit;
      if (task.body.hidden !== hide) { task.body.hidden = hide; }
      if (part || task.own) { showOwn(task, part); }
    });
    if (list.none) { list.none.hidden = hits > 0; }
    if (list.rest) {
      list.rest.hidden = hits <= list.limit;
      list.rest.firstElementChild.textContent = '显示更多（还有' + Math.max(hits - list.limit, 0) + '项）';
    }
    return hits;
  }

  var lastWanted = {};

  function apply(wanted) {
    lastWanted = wanted;
    var found = matching(wanted);
    var counts = lists.map(function (list) { return show(list, found); });
    var told = [];
    lists.forEach(function (list, at) {
      var isBack = list.tasks[0] && list.tasks[0].at >= index.tasks.length;
      told.push((isBack ? '回头看' : '任务') + counts[at] + '项' + (counts[at] === list.tasks.length ? '' : '（共' + list.tasks.length + '项）'));
    });
    var any = Object.keys(wanted).length > 0;
    byId('b-hits').textContent = (any ? '符合条件的：' : '全部：') + told.join('，') +
      (wanted.q && !past ? '。反馈内容读不出来，没有查找。' : '');
    byId('b-own').hidden = !wanted.u;
    return counts;
  }

  function applyForm(keepOpen) {
    lists.forEach(function (list) { list.limit = SHOWN_AT_ONCE; });
    var wanted = chosen();
    apply(wanted);
    redraw();
    remember(wanted, keepOpen ? openId : '');
  }

  /* ---- the address: #T001 opens a task, #u=…&l=… filters, #u=…&id=T001 both ---- */

  var openId = '';

  function addressOf(wanted, id) {
    var parts = KEYS.filter(function (key) { return wanted[key]; }).map(function (key) {
      return key + '=' + encodeURIComponent(wanted[key]);
    });
    if (id && !parts.length) { return '#' + encodeURIComponent(id); }
    if (id) { parts.push('id=' + encodeURIComponent(id)); }
    return parts.length ? '#' + parts.join('&') : '';
  }

  function remember(wanted, id) {
    openId = id;
    var address = addressOf(wanted, id);
    try {
      window.history.replaceState(null, '', address || window.location.pathname + window.location.search);
    } catch (refused) { /* some browsers keep the address of a local file as it is */ }
  }

  function decoded(text) {
    try { return decodeURIComponent(text); } catch (broken) { return text; }
  }

  function readAddress(scroll) {
    var hash = window.location.hash.slice(1);
    var wanted = {};
    var id = '';
    if (hash.indexOf('=') > 0) {
      hash.split('&').forEach(function (pair) {
        var cut = pair.indexOf('=');
        var key = pair.slice(0, cut);
        var value = decoded(pair.slice(cut + 1));
        if (key === 'id') { id = value; } else if (KEYS.indexOf(key) >= 0 && value) { wanted[key] = value; }
      });
    } else if (ofTask[decoded(hash)]) {
      id = decoded(hash);
    } else if (hash) {
      return;
    }
    if (id && !scroll && id === openId) { return; }
    KEYS.forEach(function (key) { if (fields[key]) { fields[key].value = wanted[key] || ''; } });
    lists.forEach(function (list) { list.limit = SHOWN_AT_ONCE; });
    apply(chosen());
    redraw();
    if (id) { openTask(ofTask[id]); } else if (hash) { goTo(byId('b-tasks')); }
  }

  function goTo(place) {
    place.scrollIntoView();
    if (place.focus) { place.focus({ preventScroll: true }); }
  }

  function openTask(task) {
    if (!task) { return; }
    task.list.limit = Math.max(task.list.limit, task.list.tasks.indexOf(task) + 1);
    show(task.list, matching(lastWanted));
    task.body.hidden = false;
    task.details.open = true;
    opened(task);
    openId = task.id;
    goTo(task.body);
    focusOn(task);
  }

  function focusOn(task) {
    task.details.firstElementChild.focus({ preventScroll: true });
  }

  /* ---- the history of a task ---- */

  var past = null;
  var pastFailed = '';

  function unpack(text) {
    if (typeof DecompressionStream === 'undefined') {
      return Promise.reject(new Error('浏览器太旧，解不开各期经过'));
    }
    var letters = atob(text);
    var bytes = new Uint8Array(letters.length);
    for (var at = 0; at < letters.length; at += 1) { bytes[at] = letters.charCodeAt(at); }
    var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
    return new Response(stream).text();
  }

  function walk(block) {
    var periods = block.periods.length;
    var kinds = Object.create(null);
    block.kinds.forEach(function (kind, at) { kinds[block.alphabet.charAt(at)] = kind; });
    var named = Object.create(null);
    block.named.forEach(function (one) { named[one[0] + '/' + one[1]] = one[2]; });
    var unitsOf = Object.create(null);
    var ids = [];
    tasks.concat(index.gone).forEach(function (task) {
      if (task.id in block.tasks) { unitsOf[task.id] = task.u; ids.push(task.id); }
    });
    var lastFile = new Int32Array(index.units.length * periods).fill(-1);
    var lastRow = new Int32Array(index.units.length * periods);
    var fileOf = new Int32Array(block.f.length);
    var rowOf = new Int32Array(block.f.length);
    var textOf = new Int32Array(block.f.length);
    var said = 0;
    var next = 0;
    var starts = Object.create(null);
    var counts = Object.create(null);
    var spoken = Object.create(null);
    var latest = block.periods.indexOf(index.period);
    ids.forEach(function (id) {
      var letters = block.tasks[id];
      spoken[id] = [];
      starts[id] = said;
      counts[id] = 0;
      for (var at = 0; at < letters.length; at += 1) {
        var kind = kinds[letters.charAt(at)];
        if (!kind) { continue; }
        counts[id] += 1;
        if (!kind[3]) { continue; }
        var key = unitsOf[id][Math.floor(at / periods)] * periods + at % periods;
        if (block.f[said]) { lastFile[key] = block.f[said] - 1; lastRow[key] = 0; }
        lastRow[key] += block.r[said];
        fileOf[said] = lastFile[key];
        rowOf[said] = lastRow[key];
        textOf[said] = block.t[said] < 0 ? next++ : block.t[said] - 1;
        if (at % periods === latest && textOf[said] >= 0) { spoken[id].push(textOf[said]); }
        said += 1;
      }
    });
    return {
      counts: counts,
      lines: function (id) {
        var found = [];
        var at = starts[id];
        var letters = block.tasks[id] || '';
        for (var place = 0; place < letters.length; place += 1) {
          var kind = kinds[letters.charAt(place)];
          if (!kind) { continue; }
          var unit = Math.floor(place / periods);
          var line = { period: place % periods, turn: unit, unit: index.units[unitsOf[id][unit]], place: unitsOf[id][unit], role: kind[0], state: kind[1], light: kind[2], text: '', file: '', row: 0, then: '' };
          if (kind[3]) {
            line.text = textOf[at] < 0 ? '' : block.texts[textOf[at]];
            line.file = block.files[fileOf[at]] || '';
            line.row = rowOf[at];
            line.then = named[line.period + '/' + fileOf[at]] || '';
            at += 1;
          }
          line.label = block.periods[line.period];
          found.push(line);
        }
        return found.sort(function (one, two) { return two.period - one.period || one.turn - two.turn; });
      },
      words: function (id) {
        return (spoken[id] || []).map(function (place) { return block.texts[place]; }).join('\n');
      }
    };
  }

  var remarks = Object.create(null);
  index.remarks.forEach(function (one) {
    var key = one[0] + '/' + one[1];
    (remarks[key] = remarks[key] || []).push(index.sentences[one[2]]);
  });

  function cell(className, label, text) {
    var made = element('td', className, text);
    if (label) { made.setAttribute('data-label', label); }
    return made;
  }

  function lineRow(id, line, isFirst) {
    var row = element('tr', isFirst ? 'first' : '');
    var head = element('th', 'h-period', line.label);
    head.setAttribute('scope', 'row');
    row.appendChild(head);
    var unit = cell('h-unit', '单位', line.unit);
    if (line.then) { unit.appendChild(element('span', 'then', '当时称' + line.then)); }
    row.appendChild(unit);
    row.appendChild(cell('h-role', '角色', line.role || '—'));
    row.appendChild(cell('h-state', '进展状态', line.state));
    var light = cell('h-light', '亮灯');
    light.appendChild(lightOf(line.light));
    row.appendChild(light);
    var words = cell('h-words', '反馈', line.text || (line.file ? '—' : ''));
    if (line.label === index.period) {
      (remarks[id + '/' + line.place] || []).forEach(function (text) { words.appendChild(element('span', 'remark', '核查提示：' + text)); });
    }
    row.appendChild(words);
    row.appendChild(cell('h-source source', '出处', line.file ? line.file + ' 第' + line.row + '行' : '—'));
    return row;
  }

  var HEADINGS = [['h-period', '期次'], ['h-unit', '单位'], ['h-role', '角色'], ['h-state', '进展状态'], ['h-light', '亮灯'], ['h-words', '反馈'], ['h-source', '出处']];

  function pastTable(id) {
    var table = element('table', 'past');
    table.setAttribute('aria-label', id + '的各期经过');
    var row = element('tr');
    HEADINGS.forEach(function (pair) {
      var head = element('th', pair[0], pair[1]);
      head.setAttribute('scope', 'col');
      row.appendChild(head);
    });
    var head = element('thead');
    head.appendChild(row);
    table.appendChild(head);
    table.appendChild(element('tbody'));
    return table;
  }

  function drawPast(place, id, unit, limit) {
    place.textContent = '';
    place.appendChild(element('p', 'sub', '各期经过'));
    if (!past) {
      place.appendChild(element('p', 'note', pastFailed || '正在读取……'));
      return;
    }
    var lines = past.lines(id);
    var own = unit ? lines.filter(function (line) { return line.unit === unit; }) : lines;
    if (!own.length) { own = lines; unit = ''; }
    if (!own.length) { place.appendChild(element('p', 'note', '以前没有下发过，也没有反馈。')); return; }
    var table = pastTable(id);
    place.appendChild(table);
    var drawn = 0;
    var more = element('p', 'rest');
    var button = element('button');
    button.type = 'button';
    more.appendChild(button);
    function draw(count) {
      var rows = document.createDocumentFragment();
      for (var end = Math.min(drawn + count, own.length); drawn < end; drawn += 1) {
        rows.appendChild(lineRow(id, own[drawn], drawn === 0 || own[drawn - 1].period !== own[drawn].period));
      }
      table.lastElementChild.appendChild(rows);
      button.textContent = '显示更多（还有' + (own.length - drawn) + '条）';
      more.hidden = drawn >= own.length;
    }
    button.addEventListener('click', function () { draw(SHOWN_AT_ONCE); });
    draw(limit || SHOWN_AT_ONCE);
    place.appendChild(more);
    if (unit && own.length < lines.length) {
      var all = element('p', 'rest');
      var every = element('button', '', '看全部单位的经过（' + lines.length + '条）');
      every.type = 'button';
      every.addEventListener('click', function () { drawPast(place, id, ''); });
      all.appendChild(every);
      place.appendChild(all);
    }
  }

  function opened(task) {
    task.body.classList.toggle('open', task.details.open);
    if (task.details.open) {
      var wanted = lastWanted.u || '';
      var drawn = wanted + '/' + (past ? 'all' : pastFailed);
      if (task.drawnFor !== drawn) {
        task.drawnFor = drawn;
        drawPast(task.body.querySelector('.history'), task.id, wanted);
      }
    }
  }

  function redraw() {
    tasks.forEach(function (task) { if (task.details.open) { opened(task); } });
    drawGone();
  }

  function drawGone() {
    if (!past || !index.gone.length || byId('b-gone-list').firstChild) { return; }
    index.gone.forEach(function (task) {
      var details = element('details', 'gone');
      details.appendChild(element('summary', '', task.id));
      var place = element('div', 'history');
      details.appendChild(place);
      details.addEventListener('toggle', function () { if (details.open && !place.firstChild) { drawPast(place, task.id, ''); } });
      byId('b-gone-list').appendChild(details);
    });
    byId('b-gone').hidden = false;
  }

  function readPast() {
    var holder = byId('b-history');
    var packed = holder.getAttribute('data-packed');
    var text = packed ? unpack(holder.textContent) : Promise.resolve(holder.textContent);
    return text.then(function (raw) { past = walk(JSON.parse(raw)); }, function () {
      pastFailed = '这个浏览器太旧，读不出各期经过；请换新版浏览器打开，或看状态汇总的“反馈明细”。';
    }).then(function () {
      holder.textContent = '';
      document.documentElement.setAttribute('data-ready', past ? 'all' : 'no-history');
      if (lastWanted.q) { apply(lastWanted); }
      redraw();
      window.setTimeout(function () { prepare(0); }, 300);
    });
  }

  /* ---- what people do ---- */

  var waiting = 0;
  form.addEventListener('input', function (event) {
    if (event.target !== fields.q) { return; }
    window.clearTimeout(waiting);
    waiting = window.setTimeout(applyForm, 120);
  });
  form.addEventListener('change', function (event) { if (event.target !== fields.q) { applyForm(); } });
  form.addEventListener('submit', function (event) { event.preventDefault(); window.clearTimeout(waiting); applyForm(); });
  form.addEventListener('reset', function () { window.setTimeout(applyForm, 0); });
  window.addEventListener('hashchange', function () { readAddress(true); });

  lists.forEach(function (list) {
    if (list.rest) {
      list.rest.firstElementChild.addEventListener('click', function () {
        list.limit += SHOWN_AT_ONCE;
        show(list, matching(lastWanted));
      });
    }
    list.box.addEventListener('click', function (event) {
      var line = event.target.closest ? event.target.closest('.line') : null;
      if (!line || event.target.closest('a,button')) { return; }
      if (window.getSelection && String(window.getSelection())) { return; }
      line.parentNode.querySelector('details').open = !line.parentNode.querySelector('details').open;
    });
  });
  tasks.forEach(function (task) {
    task.details.addEventListener('toggle', function () {
      if (printing) { return; }
      opened(task);
      if (task.details.open) { remember(lastWanted, task.id); } else if (openId === task.id) { remember(lastWanted, ''); }
    });
  });
  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Escape' && event.key !== 'Esc') { return; }
    var details = document.activeElement && document.activeElement.closest ? document.activeElement.closest('details') : null;
    if (!details || !details.open) { details = openId && ofTask[openId] ? ofTask[openId].details : null; }
    if (!details || !details.open) { return; }
    details.open = false;
    details.firstElementChild.focus();
  });

  /* ---- the units ---- */

  var unitRows = Array.prototype.slice.call(byId('b-unit-table').tBodies[0].rows);
  var allUnits = false;

  function showUnits() {
    var word = folded(byId('b-uq').value.trim());
    var hits = 0;
    unitRows.forEach(function (row) {
      var fits = !word || folded(row.cells[0].textContent + ' ' + row.cells[1].textContent).indexOf(word) >= 0;
      if (fits) { hits += 1; }
      row.hidden = !fits || (!allUnits && hits > UNITS_AT_ONCE);
    });
    byId('b-unit-hits').textContent = word ? '找到' + hits + '家' : '共' + hits + '家';
    byId('b-unit-rest').hidden = allUnits || hits <= UNITS_AT_ONCE;
    byId('b-unit-rest').firstElementChild.textContent = '显示全部' + hits + '家单位';
  }

  byId('b-uq').addEventListener('input', showUnits);
  byId('b-unit-rest').firstElementChild.addEventListener('click', function () { allUnits = true; showUnits(); });

  /* ---- on paper: everything that is let through stands open; very long histories only where they were open ---- */

  var printing = null;

  function limitTo(limits) {
    var found = matching(lastWanted);
    lists.forEach(function (list, at) {
      list.limit = limits[at];
      show(list, found);
    });
  }

  window.addEventListener('beforeprint', function () {
    if (printing) { return; }
    var limits = lists.map(function (list) { return list.limit; });
    limitTo(lists.map(function () { return Infinity; }));
    var shown = tasks.filter(function (task) { return !task.body.hidden; });
    var lines = 0;
    shown.forEach(function (task) { lines += past ? past.counts[task.id] || 0 : 0; });
    printing = { closed: [], behind: [], all: allUnits, limits: limits };
    shown.forEach(function (task) {
      if (task.details.open) { return; }
      printing.closed.push(task);
      task.details.open = true;
      if (lines <= PRINTED_LINES) { drawPast(task.body.querySelector('.history'), task.id, lastWanted.u || '', PRINTED_LINES); }
      task.drawnFor = '';
    });
    byId('b-printed').textContent = lines <= PRINTED_LINES ? '' :
      '各期经过共' + lines + '条，没有全部印出：只印打印前点开的任务。要印其他任务的经过，请先筛选或点开，再打印。';
    Array.prototype.forEach.call(document.querySelectorAll('details.behind'), function (details) {
      if (!details.open) { details.open = true; printing.behind.push(details); }
    });
    allUnits = true;
    showUnits();
  });
  window.addEventListener('afterprint', function () {
    if (!printing) { return; }
    var before = printing;
    before.closed.forEach(function (task) {
      task.details.open = false;
      task.body.querySelector('.history').textContent = '';
      task.body.classList.remove('open');
    });
    before.behind.forEach(function (details) { details.open = false; });
    allUnits = before.all;
    showUnits();
    limitTo(before.limits);
    window.setTimeout(function () { printing = null; }, 0);
  });

  /* ---- begin ---- */

  form.hidden = false;
  byId('b-plain').hidden = true;
  byId('b-unit-find').hidden = false;
  showUnits();
  apply({});
  readAddress(true);
  readPast();
  window.addEventListener('load', function () { /* the browser itself goes to the address only now */
    if (openId) { window.setTimeout(function () { goTo(ofTask[openId].body); focusOn(ofTask[openId]); }, 0); }
  });
}());

// The one script of the hosted pages: counts down, hears of news, draws the page again, copies numbers, and goes back to the merchant.

/*
 * Whatever becomes of the order, the server draws it, so there is one rendering: the script fetches the page again and puts its `<main>`
 * in place of the old one, without loading it anew. News come as server-sent events, and where those do not arrive by asking.
 * A payer on a phone leaves for the wallet's app and returns: what is hidden neither listens nor asks, and asks at once on return.
 * Time is counted from the server's clock, because a phone's own clock may be wrong.
 */
export const pageScript = `
(function () {
  'use strict';
  var page;
  var data;
  var status;
  var clock;
  var announcement;
  var source;
  var loadedAt;
  var offset;
  var secondsBefore;
  var failures;
  var asking;
  var drawing;
  var timers = {};

  function after(name, delay, work) {
    clearTimeout(timers[name]);
    timers[name] = setTimeout(work, delay);
  }

  function say(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function millisecondsLeft() {
    return Math.max(0, Number(data.expiresAt) - offset - Date.now());
  }

  function tell() {
    say(status, failures > 2 ? data.lost : clock && millisecondsLeft() === 0 ? data.timeUp : data.waiting);
  }

  function tick() {
    var left = Math.ceil(millisecondsLeft() / 1000);
    var two = function (n) { return (n < 10 ? '0' : '') + n; };
    var hours = Math.floor(left / 3600);
    var minutes = Math.floor(left / 60) % 60;
    clock.textContent = (hours ? hours + ':' + two(minutes) : minutes) + ':' + two(left % 60);
    if (secondsBefore > 300 && left <= 300 && left > 240) say(announcement, data.fiveMinutes);
    if (secondsBefore > 60 && left <= 60 && left > 0) say(announcement, data.oneMinute);
    if (left === 0 && secondsBefore > 0) tell();
    secondsBefore = left;
    if (left > 0) after('tick', millisecondsLeft() % 1000 || 1000, tick);
  }

  function hear(state) {
    failures = 0;
    if (state && state !== data.status) draw();
  }

  function get(url, type) {
    var limit = new AbortController();
    var cut = setTimeout(function () { limit.abort(); }, 10000);
    var text = fetch(url, { headers: { accept: type }, cache: 'no-store', signal: limit.signal }).then(function (answer) {
      if (!answer.ok) throw new Error('status ' + answer.status);
      return answer.text();
    });
    text.then(function () { clearTimeout(cut); }, function () { clearTimeout(cut); });
    return text;
  }

  function draw() {
    if (drawing) return;
    drawing = true;
    var url = data.pageUrl || location.href;
    get(url, 'text/html').then(function (text) {
      // Its style, under a nonce of its own, is the one that is here already.
      var title = /<title>[^<]*<.title>/.exec(text) || [''];
      var next = new DOMParser().parseFromString(title[0] + text.slice(text.indexOf('<body')), 'text/html');
      if (!next.getElementById('payment')) throw new Error('no page');
      stop();
      document.title = next.title;
      page.replaceWith(next.getElementById('payment'));
      var before = document.getElementById('footer');
      var footer = next.getElementById('footer');
      if (before && footer) before.replaceWith(footer);
      else if (before) before.remove();
      if (data.pageUrl) history.replaceState(null, '', data.pageUrl);
      start();
      page.querySelector('h1').focus({ preventScroll: true });
      scrollTo(0, 0);
    }).catch(function () {
      drawing = false;
      failures += 1;
      wait();
    });
  }

  function ask() {
    clearTimeout(timers.ask);
    if (asking || drawing || document.hidden || !data.statusUrl) return;
    asking = true;
    get(data.statusUrl, 'application/json')
      .then(function (text) { hear(JSON.parse(text).status); }, function () { failures += 1; })
      .then(function () {
        asking = false;
        if (!drawing) wait();
      });
  }

  function wait() {
    tell();
    var calm = source && source.readyState === 1 ? 30000 : Date.now() - loadedAt > 300000 ? 5000 : 2500;
    after('ask', failures ? Math.min(20000, 2500 * Math.pow(1.5, failures)) : calm, ask);
  }

  function listen() {
    if (source || document.hidden || !data.eventsUrl || !window.EventSource) return;
    source = new EventSource(data.eventsUrl);
    source.onmessage = function (event) {
      hear(JSON.parse(event.data).status);
      if (!drawing) wait();
    };
  }

  function unlisten() {
    if (source) source.close();
    source = undefined;
  }

  function stop() {
    unlisten();
    for (var name in timers) clearTimeout(timers[name]);
  }

  function start() {
    page = document.getElementById('payment');
    data = page.dataset;
    status = document.getElementById('status');
    clock = document.getElementById('clock');
    announcement = document.getElementById('announcement');
    loadedAt = Date.now();
    offset = Number(data.now) - loadedAt;
    secondsBefore = Infinity;
    failures = 0;
    asking = false;
    drawing = false;
    if (navigator.clipboard) page.querySelectorAll('[data-copy]').forEach(function (button) { button.hidden = false; });
    if (data.returnMs) {
      var back = document.getElementById('back');
      after('back', Number(data.returnMs), function () { location.replace(back.href); });
    }
    if (!data.statusUrl) return;
    if (clock) tick();
    listen();
    wait();
  }

  document.addEventListener('click', function (event) {
    var text = event.target.dataset.copy;
    if (text) navigator.clipboard.writeText(text).then(function () { say(event.target, event.target.dataset.copied); }, function () {});
  });
  document.addEventListener('submit', function (event) {
    // After the browser has taken down which button it was: one that is disabled says nothing.
    setTimeout(function () {
      event.target.querySelectorAll('button').forEach(function (button) { button.disabled = true; });
    });
  });
  document.addEventListener('visibilitychange', function () {
    if (document.hidden) return unlisten();
    listen();
    ask();
  });
  addEventListener('pageshow', function (event) { if (event.persisted) location.reload(); });
  addEventListener('online', ask);
  start();
})();
`;

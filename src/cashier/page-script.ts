// The one script of the payment page: counts down, asks for the status, and goes back to the merchant.

/*
 * Whatever the status becomes, the page is loaded again and the server draws the result, so there is one rendering.
 * A payer on a phone leaves for the wallet's app and returns: polling sleeps while hidden, and asks at once on return.
 * Time is counted from the server's clock, because a phone's own clock may be wrong.
 */
export const pageScript = `
(function () {
  'use strict';
  var page = document.getElementById('payment');
  var data = page.dataset;

  document.addEventListener('submit', function (event) {
    event.target.querySelectorAll('button').forEach(function (button) { button.disabled = true; });
  });

  if (data.returnMs) {
    var back = document.getElementById('back');
    setTimeout(function () { location.replace(back.href); }, Number(data.returnMs));
  }
  if (!data.statusUrl) return;

  var loadedAt = Date.now();
  var status = document.getElementById('status');
  var clock = document.getElementById('clock');
  var announcement = document.getElementById('announcement');
  var offset = Number(data.now) - loadedAt;
  var secondsBefore = Infinity;
  var failures = 0;
  var asking = false;
  var timer;

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
    if (left > 0) setTimeout(tick, millisecondsLeft() % 1000 || 1000);
  }

  function leave(next) {
    if (next) {
      var url = new URL(next, location.href);
      if (url.origin === location.origin && url.href !== location.href) return location.replace(url.href);
    }
    location.reload();
  }

  function ask() {
    clearTimeout(timer);
    if (asking || document.hidden) return;
    asking = true;
    var limit = new AbortController();
    var cut = setTimeout(function () { limit.abort(); }, 10000);
    fetch(data.statusUrl, { headers: { accept: 'application/json' }, cache: 'no-store', signal: limit.signal })
      .then(function (answer) {
        if (!answer.ok) throw new Error('status ' + answer.status);
        return answer.json();
      })
      .then(function (answer) {
        failures = 0;
        if (answer.status && answer.status !== data.status) return leave(answer.next);
        wait();
      })
      .catch(function () {
        failures += 1;
        wait();
      })
      .then(function () { clearTimeout(cut); asking = false; });
  }

  function wait() {
    tell();
    var calm = Date.now() - loadedAt > 300000 ? 5000 : 2500;
    timer = setTimeout(ask, failures ? Math.min(20000, 2500 * Math.pow(1.5, failures)) : calm);
  }

  document.addEventListener('visibilitychange', ask);
  addEventListener('pageshow', function (event) { if (event.persisted) location.reload(); });
  addEventListener('online', ask);
  if (clock) tick();
  wait();
})();
`;

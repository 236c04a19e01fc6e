"""Opens reports in Chromium through the DevTools pipe and prints what it found as JSON, one line a question.

usage: check_report.py JOB.json     (standard library only; axe-core is taken from the package axe-core-python where it is)

JOB: {"chromium": path, "pages": [{"name", "path"}], "explorer": path, "blocks": [[crop, layer], ...], "large": path,
      "widths": path of a page with stars of known width, "planes": path of one whose sky has a level a colour,
      "every": path of one with a table of very many stars, "screens": folder of the golden pictures,
      "record": whether to make those anew}
"""

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time


class Chromium:
    """A headless browser that is spoken to in JSON through two pipes."""

    def __init__(self, program):
        to_read, self.writer = os.pipe()
        self.reader, to_write = os.pipe()
        self.profile = tempfile.mkdtemp(prefix="evalbench-chromium-")

        def wire():
            os.dup2(to_read, 103)
            os.dup2(to_write, 104)
            os.dup2(103, 3)
            os.dup2(104, 4)

        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
                 "--disable-background-networking", "--remote-debugging-pipe", f"--user-data-dir={self.profile}"]
        self.process = subprocess.Popen([program, *flags, "about:blank"], preexec_fn=wire, close_fds=False,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self.buffer, self.number, self.session, self.events = b"", 0, None, []
        targets = self("Target.getTargets")["targetInfos"]
        page = next(t for t in targets if t["type"] == "page")["targetId"]
        self.session = self("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self(domain + ".enable")

    def message(self, seconds):
        end = time.monotonic() + seconds
        while b"\0" not in self.buffer:
            if not select.select([self.reader], [], [], max(0, end - time.monotonic()))[0]:
                raise TimeoutError("chromium does not answer")
            part = os.read(self.reader, 1 << 20)
            if not part:
                raise EOFError("chromium is gone")
            self.buffer += part
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    def __call__(self, method, **params):
        self.number += 1
        body = {"id": self.number, "method": method, "params": params}
        if self.session:
            body["sessionId"] = self.session
        data = json.dumps(body).encode() + b"\0"
        while data:
            data = data[os.write(self.writer, data):]
        while True:
            answer = self.message(180)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def run(self, script):
        answer = self("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"])[:500])
        return answer["result"].get("value")

    def view(self, width, theme="light", calm=False):
        self("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": theme},
            {"name": "prefers-reduced-motion", "value": "reduce" if calm else "no-preference"}])

    def open(self, path, fragment="", wait=True):
        # A change of the fragment alone is no navigation; a blank page between makes every opening a fresh one.
        self("Page.navigate", url="about:blank")
        self.events.clear()
        self("Page.navigate", url="file://" + path + fragment)
        # Counted, not timed: a machine that stands still for a minute has loaded nothing in it.
        for _ in range(3000):
            try:
                if self.run("location.protocol === 'file:' && document.readyState === 'complete'"):
                    break
            except RuntimeError:
                pass
            time.sleep(0.01)
        if wait and self.run("!!window.evalbench?.state"):
            self.settle()

    def settle(self):
        self.run("new Promise((r) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(r)), 60))")

    def key(self, key, code=0, text=None, modifiers=0, up=True):
        common = {"key": key, "windowsVirtualKeyCode": code, "modifiers": modifiers}
        self("Input.dispatchKeyEvent", type="keyDown", **common, **({"text": text} if text else {}))
        if up:
            self("Input.dispatchKeyEvent", type="keyUp", **common)

    def problems(self):
        found, asked = [], []
        for event in self.events:
            kind, params = event["method"], event["params"]
            if kind == "Runtime.exceptionThrown":
                found.append(json.dumps(params["exceptionDetails"])[:300])
            elif kind == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning", "assert"):
                found.append(json.dumps(params["args"])[:300])
            elif kind == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
                found.append(params["entry"]["text"][:300])
            elif kind == "Network.requestWillBeSent":
                url = params["request"]["url"]
                if not url.startswith(("file:", "data:", "blob:", "about:")):
                    asked.append(url[:200])
        return found, asked

    def close(self):
        try:
            self("Browser.close")
        except (RuntimeError, EOFError, TimeoutError, OSError):
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.profile, ignore_errors=True)


def axe_source():
    try:
        import axe_core_python
    except ImportError:
        return None
    with open(os.path.join(os.path.dirname(axe_core_python.__file__), "axe.min.js"), encoding="utf-8") as file:
        return file.read()


# Golden pictures are so much smaller than the page.
SCALE = 1 / 4


def tell(question, **answer):
    print(json.dumps({"question": question, **answer}), flush=True)


AXE = """axe.run(document, {runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
  "best-practice"]}, resultTypes: ["violations"]}).then((r) => r.violations.map((v) =>
  v.id + " (" + v.nodes.length + "): " + v.nodes[0].target.join(" ") + " | " + (v.nodes[0].any[0]?.message ?? v.help)))"""


def pages(browser, job):
    axe = axe_source()
    tell("axe", version=axe[9:15] if axe else None)
    for page in job["pages"]:
        for width in (360, 1440):
            browser.view(width)
            browser.open(page["path"])
            browser.run("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
            browser.settle()
            errors, asked = browser.problems()
            tell("page", name=page["name"], width=width, errors=errors, requests=asked,
                 scroll=browser.run("document.documentElement.scrollWidth"),
                 pwned=browser.run("window.pwned ?? null"))
        if not axe:
            continue
        for theme in ("light", "dark"):
            # Parts and colours are the same on every page: the fullest one stands for all, the others are looked at once.
            if page["name"] in ("colour", "small") or (page["name"] != "explorer" and theme == "dark"):
                continue
            browser.view(1440, theme)
            browser.open(page["path"])
            browser.run("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
            browser.settle()
            browser.run(axe + ";0")
            tell("accessibility", name=page["name"], theme=theme, violations=browser.run(AXE))


# A hash of 16-bit samples that the test in Swift makes too: FNV-1a over the low byte, then the high byte.
HASH = """(async () => { const out = []; for (const [number, layer] of BLOCKS) {
  const crop = evalbench.crops.find((c) => c.number === number);
  const samples = await evalbench.samples(crop, layer);
  let h = 0x811c9dc5;
  for (const s of samples) { h = Math.imul(h ^ (s & 255), 0x01000193); h = Math.imul(h ^ (s >> 8), 0x01000193); }
  out.push([number, layer, samples.length, h >>> 0]); } return out; })()"""


def explorer(browser, job):
    path = job["explorer"]
    browser.view(1440)
    browser.open(path)
    tell("blocks", hashes=browser.run(HASH.replace("BLOCKS", json.dumps(job["blocks"]))))

    def state():
        browser.settle()
        return browser.run("({crop: evalbench.state.crop, view: evalbench.state.view, panes: evalbench.state.panes, "
                           "shows: evalbench.state.shows, hold: evalbench.state.hold, kind: evalbench.state.kind, "
                           "locked: evalbench.state.locked, z: evalbench.state.z, x: evalbench.state.x, "
                           "overlays: [...evalbench.state.overlays], invert: evalbench.state.invert, tinted: evalbench.state.tinted})")

    # The keyboard, from the first pane.
    browser.run("document.querySelector('.pane canvas').focus()")
    steps = {}
    for name, key, code in [("candidate", "3", 51), ("input", "0", 48), ("reference", "r", 82), ("difference", "d", 68),
                            ("removed", "x", 88), ("stretch", "g", 71), ("logarithm", "g", 71), ("unlock", "l", 76),
                            ("invert", "i", 73), ("tint", "h", 72), ("overlays", "o", 79), ("next", "]", 221), ("zoom", "+", 187),
                            ("slider", "s", 83), ("blink", "b", 66)]:
        browser.key(key, code, key)
        steps[name] = state()
    browser.key("ArrowLeft", 37)
    steps["pan"] = state()
    browser.key("Shift", 16, up=False)
    steps["held"] = state()
    browser("Input.dispatchKeyEvent", type="keyUp", key="Shift", windowsVirtualKeyCode=16)
    steps["released"] = state()
    browser.key("?", 191, "?")
    steps["help"] = browser.run("document.getElementById('help').open")
    browser.key("Escape", 27)
    steps["closed"] = not browser.run("document.getElementById('help').open")
    browser.run("document.getElementById('keys-on').click()")
    browser.run("document.querySelector('.pane canvas').focus()")
    before = state()
    browser.key("]", 221, "]")
    browser.key("i", 73, "i")
    steps["off"] = state() == before
    browser.run("document.getElementById('keys-on').click()")
    tell("keys", **steps)

    # What is drawn: every pane has more than one colour, and the difference has the diverging ones.
    drawn = """(() => { const c = document.querySelector('.pane canvas'); const d = c.getContext('2d')
      .getImageData(0, 0, c.width, c.height).data; const s = new Set(); for (let i = 0; i < d.length; i += 4)
      s.add(d[i] << 16 | d[i + 1] << 8 | d[i + 2]); return s.size; })()"""
    browser.open(path, "#image=1&view=1&candidate=dncnn&show=picture&overlay=")
    picture = browser.run(drawn)
    grey = "(() => { const c = document.querySelector('.pane canvas'); const d = c.getContext('2d').getImageData(" \
           "0, 0, c.width, c.height).data; for (let i = 0; i < d.length; i += 4) if (d[i] !== d[i + 1]) return false; return true; })()"
    without = browser.run(grey)
    browser.open(path, "#image=1&view=1&candidate=dncnn&show=picture&tint=1&overlay=")
    tinted = browser.run(grey)
    browser.open(path, "#image=1&view=1&candidate=dncnn&show=difference")
    tell("drawn", picture=picture, difference=browser.run(drawn), greyWithoutTint=without, greyWithTint=tinted)

    # An address restores the view, and writes itself the same again.
    address = ("image=2&view=slider&candidate=reference&show=picture&candidate=nafnet-lite&show=difference&x=330.5&y=110.5"
               "&z=6&stretch=asinh&black=0.0100000&mid=0.0200000&white=0.900000&lock=0&invert=1&tint=1&range=10&overlay=tiles&share=0.25")
    browser.open(path, "#" + address)
    browser.run("document.getElementById('explorer').querySelector('input[type=checkbox]').click()")
    browser.run("document.getElementById('explorer').querySelector('input[type=checkbox]').click()")
    time.sleep(0.5)
    tell("address", wanted=address, found=browser.run("location.hash.slice(1)").replace("%2C", ","))
    browser.open(path, "#img=" + browser.run("encodeURIComponent(evalbench.crops[1].scene)") + "&candidate=unet%3Awidth%3D16")
    tell("scene", scene=browser.run("evalbench.crops[evalbench.state.crop].scene === evalbench.crops[1].scene"))
    browser.open(path, "#image=no%20such%20scene")
    tell("unknown", text=browser.run("document.querySelector('.ex-message').textContent"))

    # Links of the star table and of the gate lead to the pixels.
    browser.open(path)
    tell("stars", rows=browser.run("document.querySelectorAll('#star-table tbody tr').length"),
         view=browser.run("(() => { document.querySelector('#star-table a.view').click(); "
                          "return [evalbench.state.z, evalbench.state.star !== null]; })()"),
         filtered=browser.run("(() => { const s = document.querySelectorAll('#star-filters select')[1]; s.value = 'lost'; "
                              "s.dispatchEvent(new Event('change')); return [...document.querySelectorAll("
                              "'#star-table tbody tr:not([hidden])')].every((r) => r.dataset.fate === 'lost'); })()"),
         sorted=browser.run("(() => { document.querySelectorAll('#star-table .sort')[4].click(); "
                            "return document.querySelectorAll('#star-table [aria-sort]').length; })()"))
    browser.open(path)
    tell("gate", view=browser.run("(() => { const a = document.querySelector('#gate a.view'); a.click(); "
                                  "return evalbench.crops[evalbench.state.crop].scene === a.textContent; })()"))

    # A region: by mouse and by keyboard, in every layer, restored from its address; the place on the sky in the readout.
    browser.open(path)
    sky = browser.run("document.querySelector('.ex-readout').textContent")
    corners = browser.run("""(() => { const e = document.querySelector('.pane canvas');
      e.scrollIntoView({block: 'center', behavior: 'instant'}); const q = e.getBoundingClientRect();
      return [q.left, q.top, q.width, q.height]; })()""")
    browser.run("[...document.querySelectorAll('#explorer button')].find((b) => b.textContent === 'Measure').click()")
    browser.settle()
    at = lambda u, v: {"x": corners[0] + u * corners[2], "y": corners[1] + v * corners[3]}
    for kind, u, v in [("mousePressed", .2, .3), ("mouseMoved", .3, .4), ("mouseMoved", .6, .5), ("mouseReleased", .6, .5)]:
        browser("Input.dispatchMouseEvent", type=kind, button="left", buttons=1, clickCount=1, **at(u, v))
    browser.settle()
    region = lambda: browser.run("evalbench.state.region")
    dragged = region()
    browser.run("document.querySelector('.pane canvas').focus()")
    browser.key("ArrowRight", 39)
    browser.key("ArrowDown", 40)
    moved = region()
    browser.key(".", 190, ".")
    grown = region()
    time.sleep(0.5)
    table = browser.run("[...document.querySelectorAll('.ex-table tbody tr')].map((r) => [...r.cells].map((c) => c.textContent))")
    heads = browser.run("[...document.querySelectorAll('.ex-table thead th')].map((c) => c.textContent)")
    address = browser.run("location.hash")
    browser.open(path, address)
    restored = region()
    browser.run("document.querySelector('.pane canvas').focus()")
    browser.key("m", 77, "m")
    browser.settle()
    tell("region", dragged=dragged, moved=moved, grown=grown, restored=restored, closed=region(), table=table, heads=heads,
         sky=sky, hidden=browser.run("document.querySelector('.ex-region').hidden"))

    # SSIM in the readout, at the middle pixel, and on the canvas.
    browser.open(path, "#image=1&view=1&candidate=gaussian&show=ssim&overlay=")
    tell("likeness", readout=browser.run("document.querySelector('.ex-readout').textContent"), colours=browser.run(drawn))

    # What the views of a difference paint at a few pixels: the canvas's middle, at 16 screen pixels an image pixel.
    painted = {}
    for show in ("difference", "absolute", "ratio"):
        painted[show] = []
        for x in range(40, 56):
            browser.open(path, f"#image=1&view=1&candidate=gaussian&show={show}&range=3&overlay=&z=16&x={312 + x}&y={96 + 48}")
            painted[show].append(browser.run("""(() => { const c = document.querySelector('.pane canvas');
              return [...c.getContext('2d').getImageData(c.width / 2, c.height / 2, 1, 1).data.slice(0, 3)]; })()"""))
    tell("painted", **painted)

    # Masks: their words in the readout, their ink on the canvas, their key, and a crop without them.
    masks = {"words": []}
    for y in (2, 6, 10, 14, 18, 40):
        browser.open(path, f"#image=1&view=1&candidate=dncnn&overlay=masks&z=16&x=352&y={96 + y}")
        time.sleep(0.1)
        masks["words"].append(browser.run("document.querySelector('.ex-readout').textContent.match(/to the checks: ([^0-9]*?)(?=dncnn|Input|$)/)[1]"))
    ink = """(() => { const c = document.querySelector('.pane canvas'); const d = c.getContext('2d')
      .getImageData(c.width / 2 - 8, c.height / 2 - 8, 16, 16).data; let n = 0;
      for (let i = 0; i < d.length; i += 4) n += d[i] !== d[i + 1] || d[i + 1] !== d[i + 2]; return n; })()"""
    for name, y in (("missing", 2), ("saturated", 6), ("star", 10), ("sky", 14), ("neither", 40)):
        browser.open(path, f"#image=1&view=1&candidate=dncnn&overlay=masks&z=16&x=352&y={96 + y}")
        time.sleep(0.1)
        masks[name] = browser.run(ink)
    browser.run("document.querySelector('.pane canvas').focus()")
    browser.key("v", 86, "v")
    browser.settle()
    masks["off"] = browser.run("!evalbench.state.overlays.has('masks')")
    box = "[...document.querySelectorAll('#explorer .check')].find((l) => l.textContent.includes('masks')).querySelector('input')"
    masks["enabled"] = not browser.run(box + ".disabled")
    browser.open(path, "#image=4&view=1&candidate=dncnn&overlay=masks")
    masks["disabled"] = browser.run(box + ".disabled")
    tell("masks", **masks)

    brush(browser, path)
    handles(browser, path, job)
    saved(browser, path)
    widths(browser, job)

    # A place in a whole frame leads to its crop, by click and by keyboard.
    browser.open(path)
    browser.run("document.querySelectorAll('a.place')[1].focus()")
    browser.key("Enter", 13, "\r")
    browser.settle()
    tell("places", crop=browser.run("evalbench.crops[evalbench.state.crop].number"),
         current=browser.run("[...document.querySelectorAll('a.place[aria-current]')].map((a) => a.dataset.view)"),
         wanted=browser.run("document.querySelectorAll('a.place')[1].dataset.view"))

    # A walk with the tabulator through everything: the focus moves on, is seen, and is never caught.
    browser.open(path)
    browser.run("document.activeElement.blur(); window.scrollTo(0, 0)")
    seen, unseen, caught, last = set(), [], 0, None
    for _ in range(90):
        browser.key("Tab", 9)
        where, visible = browser.run(
            "(() => { const e = document.activeElement; if (!e || e === document.body) return ['end', true]; "
            "e.dataset.walk ??= String(Math.random()); const s = getComputedStyle(e); "
            "return [e.dataset.walk, s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1]; })()")
        caught = caught + 1 if where == last else 0
        last = where
        seen.add(where)
        if not visible:
            unseen.append(browser.run("document.activeElement.outerHTML.slice(0, 120)"))
        if where == "end" or caught > 3:
            break
    tell("walk", stops=len(seen), unseen=unseen[:3], caught=caught > 3)

    # Less motion: no blinking.
    browser.view(1440, calm=True)
    browser.open(path, "#image=1&view=blink")
    tell("calm", view=browser.run("evalbench.state.view"), disabled=browser.run(
        "[...document.querySelectorAll('.segments button')].find((b) => b.textContent === 'Blink').disabled"))

    # Paper.
    browser.view(1440)
    browser.open(path)
    pdf = base64.b64decode(browser("Page.printToPDF", printBackground=True)["data"])
    tell("paper", pages=pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page "), bytes=len(pdf),
         header=pdf[:5].decode("latin-1"))
    errors, asked = browser.problems()
    tell("quiet", errors=errors, requests=asked)


def brush(browser, path):
    """Stars by figure: a box over a plot, typed ends, a click on a dot, and the address."""
    rows = "[...document.querySelectorAll('#star-table tbody tr:not([hidden])')]"
    browser.open(path)
    everything = browser.run(rows + ".length")
    browser.run("document.querySelector('#star-plots svg').scrollIntoView({block: 'center', behavior: 'instant'})")
    # The first plot has widths of stars of 12 to 15.5 mag: a box over all magnitudes from 10 to 20 %.
    place = """((x, y) => { const g = document.querySelector('#star-plots .plot'); const s = g.ownerSVGElement;
      const [x0, x1] = g.dataset.x.split(' ').map(Number), [y0, y1] = g.dataset.y.split(' ').map(Number);
      const p = new DOMPoint(70 + 438 * (x - x0) / (x1 - x0), 248 - 234 * (y - y0) / (y1 - y0)).matrixTransform(s.getScreenCTM());
      return [p.x, p.y]; })"""
    start, end = browser.run(place + "(12.1, 12)"), browser.run(place + "(15.4, 18.5)")

    def mouse(kind, at):
        browser("Input.dispatchMouseEvent", type=kind, button="left", buttons=1, clickCount=1, x=at[0], y=at[1])

    mouse("mousePressed", start)
    mouse("mouseMoved", [start[0] + 9, start[1] - 9])
    mouse("mouseMoved", end)
    mouse("mouseReleased", end)
    browser.settle()
    dragged = browser.run("evalbench.state.ranges")
    fates = browser.run(rows + ".map((r) => [r.dataset.fate, r.dataset.star])")
    narrowed = browser.run("document.querySelectorAll('#star-plots .narrowed').length")
    strong = browser.run("document.querySelectorAll('#star-plots .dots.strong').length")
    time.sleep(0.5)
    address = browser.run("location.hash")
    browser.open(path, address)
    browser.run("document.querySelectorAll('#explorer input[type=checkbox]').forEach((c, i) => { if (!i) { c.click(); c.click(); } })")
    time.sleep(0.5)
    restored = browser.run("location.hash")
    browser.open(path)
    browser.run("(() => { const i = document.querySelector('#star-filters input'); i.value = '14'; "
                "i.dispatchEvent(new Event('change')); })()")
    typed = browser.run(rows + ".length")
    browser.run("[...document.querySelectorAll('#star-filters button')].find((b) => b.textContent === 'All stars').click()")
    cleared = browser.run(rows + ".length")
    browser.run("document.querySelector('#star-plots svg').scrollIntoView({block: 'center', behavior: 'instant'})")
    dot = browser.run(place + "(14.5, 17.5)")
    mouse("mousePressed", dot)
    mouse("mouseReleased", dot)
    browser.settle()
    clicked = browser.run("evalbench.state.z === 8 && evalbench.state.star !== null")
    browser.open(path)
    ringed = browser.run("""(() => { const row = [...document.querySelectorAll('#star-table tbody tr')].find((r) => r.dataset.fate === 'bloated');
      document.querySelector('.pane canvas').focus(); const ring = document.querySelector('#star-plots .ring');
      const before = ring.style.display; row.querySelector('a.view').click(); return before === 'none' && ring.style.display === ''; })()""")
    tell("brush", all=everything, dragged=dragged, rows=fates, narrowed=narrowed, strong=strong, address=address,
         restored=restored, typed=typed, cleared=cleared, clicked=clicked, ringed=ringed)


def handles(browser, path, job):
    """The handle of black is dragged to the right; a colour frame at one stretch, and each colour at its own."""
    browser.open(path)
    box = browser.run("""(() => { const e = document.querySelector('.ex-histogram'); e.scrollIntoView({block: 'center', behavior: 'instant'});
      const q = e.getBoundingClientRect(); const black = Number(document.querySelector('.ex-sliders input').value);
      return [q.left, q.top, q.width, q.height, black]; })()""")
    at = lambda share: {"x": box[0] + share * box[2], "y": box[1] + box[3] - 4}
    for kind, share in [("mousePressed", box[4] - 0.01), ("mouseMoved", box[4] + 0.04), ("mouseReleased", box[4] + 0.04)]:
        browser("Input.dispatchMouseEvent", type=kind, button="left", buttons=1, clickCount=1, **at(share))
    browser.settle()
    after = browser.run("Number(document.querySelector('.ex-sliders input').value)")
    middle = """(() => { const c = document.querySelector('.pane canvas'); const d = c.getContext('2d')
      .getImageData(c.width / 2 - 20, c.height / 2 - 20, 40, 40).data; const sum = [0, 0, 0];
      for (let i = 0; i < d.length; i++) if (i % 4 < 3) sum[i % 4] += d[i] / 1600; return sum; })()"""
    colours = {}
    for name, linked in (("linked", "&linked=1"), ("unlinked", "")):
        browser.open(job["planes"], "#image=1&view=1&candidate=dncnn&show=picture&overlay=" + linked)
        colours[name] = browser.run(middle)
    browser.run("document.querySelectorAll('#explorer input[type=checkbox]').forEach((c, i) => { if (!i) { c.click(); c.click(); } })")
    time.sleep(0.5)
    tell("handles", before=box[4], after=after, address="linked=0" in browser.run("location.hash"), **colours)


def saved(browser, path):
    """The picture that a click saves, and the words that are drawn into it; thumbnails of the gate; a divider that lies."""
    browser.open(path, "#image=1&view=2&candidate=input&show=picture&candidate=dncnn&show=difference")
    picture = browser.run("""(async () => { const words = []; const proto = CanvasRenderingContext2D.prototype;
      const write = proto.fillText; proto.fillText = function (text, ...rest) { words.push(text); return write.call(this, text, ...rest); };
      let link; HTMLAnchorElement.prototype.click = function () { link = this; };
      [...document.querySelectorAll('#explorer button')].find((b) => b.textContent === 'Save picture').click();
      proto.fillText = write; const image = new Image(); image.src = link.href; await image.decode();
      const pane = document.querySelector('.pane canvas');
      return {name: link.download, size: [image.width, image.height], pane: [pane.width, pane.height], words}; })()""")
    browser.open(path)
    data = browser.run("""(async () => { const files = []; let blob;
      const make = URL.createObjectURL; URL.createObjectURL = (b) => { blob = b; return make.call(URL, b); };
      for (const id of ['save', 'save-gate']) {
        const name = await new Promise((done) => { HTMLAnchorElement.prototype.click = function () { done(this.download); };
          document.getElementById(id).click(); });
        files.push({name, text: await blob.text()}); }
      return files; })()""")
    browser.open(path)
    browser.run("document.querySelectorAll('#gate details').forEach((d) => { d.open = true; });"
                "document.querySelector('.thumbnail').scrollIntoView({block: 'center', behavior: 'instant'})")
    time.sleep(0.3)
    thumbnails = browser.run("""[...document.querySelectorAll('.thumbnail')].filter((c) => { const d = c.getContext('2d')
      .getImageData(0, 0, 48, 48).data; return d.some((v, i) => i % 4 < 3 && v > 0); }).length""")
    browser.open(path, "#image=1&view=slider&candidate=input&show=picture&candidate=dncnn&show=difference&upright=1&share=0.5&overlay=")
    upright = browser.run("""(() => { const c = document.querySelector('.pane canvas'); const at = (x, y) => { const d = c.getContext('2d')
      .getImageData(c.width * x, c.height * y, 9, 9).data; let grey = true;
      for (let i = 0; i < d.length; i += 4) grey &&= d[i] === d[i + 1] && d[i + 1] === d[i + 2]; return grey; };
      return at(.4, .3) && at(.6, .3) && !at(.4, .7) && !at(.6, .7); })()""")
    tell("saved", thumbnails=thumbnails, upright=upright, data=data, **picture)


def widths(browser, job):
    """The column of widths for a region around a star of known width, one of plain sky and one that cuts the star."""
    found = {}
    for name, region in (("star", "20,30,44,44"), ("sky", "70,2,20,20"), ("cut", "38,30,40,40")):
        x, y, w, h = (int(part) for part in region.split(","))
        browser.open(job["widths"])
        origin = browser.run("[evalbench.crops[0].x, evalbench.crops[0].y]")
        browser.open(job["widths"], f"#image=1&view=2&region={origin[0] + x},{origin[1] + y},{w},{h}")
        time.sleep(0.3)
        table = browser.run("[...document.querySelectorAll('.ex-table tbody tr')].map((r) => [...r.cells].map((c) => c.textContent))")
        found[name] = [row[-1] for row in table]
        found["names"] = [row[0] for row in table]
    tell("widths", **found)


def every(browser, job):
    """The table of all stars: how soon it is there, its filters, its order, its keys and its links."""
    count = "Number(document.getElementById('star-table').getAttribute('aria-rowcount'))"
    browser.view(1440)
    browser("Page.navigate", url="about:blank")
    browser.events.clear()
    start = time.monotonic()
    browser("Page.navigate", url="file://" + job["every"])
    seconds = None
    while seconds is None and time.monotonic() - start < 30:
        try:
            if browser.run("document.querySelectorAll('#star-table tbody tr[aria-rowindex]').length > 5"):
                seconds = time.monotonic() - start
        except RuntimeError:
            pass
        time.sleep(0.02)
    found = {"seconds": seconds}
    browser.settle()

    def choose(label, value):
        browser.run(f"""(() => {{ const box = [...document.querySelectorAll('#star-filters .field')].find((f) =>
          f.textContent.startsWith({json.dumps(label)})).querySelector('select'); box.value = {json.dumps(value)};
          if (box.selectedIndex < 0) throw new Error('no such choice'); box.dispatchEvent(new Event('change')); }})()""")
        browser.settle()
        return browser.run(count)

    rows = "[...document.querySelectorAll('#star-table tbody tr[aria-rowindex]')]"
    found["anything"] = choose("Became", "")
    found["rendered"] = browser.run(rows + ".length")
    browser.run("(() => { const box = document.querySelector('.star-table').closest('.tall'); box.scrollTop = box.scrollHeight; })()")
    time.sleep(0.2)
    browser.settle()
    found["lastIndex"] = browser.run("Number(" + rows + ".at(-1).getAttribute('aria-rowindex'))")
    browser.run("document.getElementById('star-table').focus()")
    moved = []
    for key, code in (("Home", 36), ("ArrowDown", 40), ("End", 35), ("ArrowUp", 38)):
        browser.key(key, code)
        browser.settle()
        moved.append(browser.run("document.getElementById('star-table').getAttribute('aria-activedescendant')"))
    found["moved"] = moved[1:]
    found["visible"] = browser.run("""(() => { const row = document.querySelector('#star-table tr.chosen').getBoundingClientRect();
      const box = document.querySelector('.star-table').closest('.tall').getBoundingClientRect();
      return row.top >= box.top && row.bottom <= box.bottom + 1; })()""")
    choose("Candidate", "0")
    found["lost"] = choose("Became", "lost")
    choose("Became", "")
    found["faint"] = choose("Signal to noise", "5 10")
    choose("Signal to noise", "")
    found["scene"] = choose("Scene", "2")
    choose("Scene", "")
    found["clipped"] = choose("Became", "clipped")
    choose("Became", "")
    browser.run("document.querySelectorAll('#star-table .sort')[5].click()")
    browser.settle()
    found["sorted"] = browser.run(rows + ".map((r) => Number(r.cells[6].textContent))")
    found["sort"] = browser.run("document.querySelectorAll('#star-table thead th')[6].getAttribute('aria-sort')")
    # Magnitudes up to 18 are signal-to-noise ratios from 100.
    browser.run("(() => { const i = document.querySelectorAll('#star-filters input')[1]; i.value = '18'; "
                "i.dispatchEvent(new Event('change')); })()")
    browser.settle()
    found["narrowed"] = browser.run(count)
    found["without"] = browser.run(rows + ".find((r) => !r.querySelector('a')).cells[1].textContent")
    browser.run("[...document.querySelectorAll('#star-filters button')].find((b) => b.textContent === 'All stars').click()")
    # Stars of the first crop's scene, until one of them stands in the crop.
    choose("Scene", browser.run("[...document.querySelectorAll('#star-filters option')].find((o) => "
                                "o.textContent === evalbench.crops[0].scene).value"))
    choose("Became", "")
    found["link"] = browser.run("""(async () => { const table = document.getElementById('star-table'); table.focus();
      const box = table.closest('.tall');
      for (let n = 0; n < 2000; n++) { const link = table.querySelector('tbody a.view'); if (link) {
        const place = link.closest('tr').cells[5].textContent.split(', ').map(Number); link.click();
        const c = evalbench.crops[evalbench.state.crop];
        return {z: evalbench.state.z, inside: place[0] >= c.x - .5 && place[0] < c.x + c.width && place[1] >= c.y - .5 && place[1] < c.y + c.height}; }
        box.scrollTop += 400; await new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r))); }
      return {}; })()""")
    browser.run("dispatchEvent(new Event('beforeprint'))")
    found["paper"] = browser.run("document.querySelectorAll('#star-table tbody tr[aria-rowindex]').length === 0 && "
                                 "document.querySelectorAll('#star-table tbody tr[data-fate]').length > 5")
    browser.run("dispatchEvent(new Event('afterprint'))")
    tell("every", errors=browser.problems()[0], **found)


# How many blocks of 16 pixels differ: by more than 8 of 255 in the mean of a colour, which letters that are smoothed otherwise
# do not. Pictures of other sizes differ everywhere.
DIFFERENT = """(async (sources) => { const [a, b] = await Promise.all(sources.map(async (source) => {
  const image = new Image(); image.src = "data:image/webp;base64," + source; await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), {width: image.width, height: image.height});
  const context = canvas.getContext("2d", {willReadFrequently: true}); context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height); }));
  if (a.width !== b.width || Math.abs(a.height - b.height) > 2) return 1;
  let blocks = 0, different = 0;
  for (let y = 0; y + 16 <= Math.min(a.height, b.height); y += 16) for (let x = 0; x + 16 <= a.width; x += 16) {
    const sum = [0, 0, 0];
    for (let v = y; v < y + 16; v++) for (let u = x; u < x + 16; u++) for (let k = 0; k < 3; k++)
      sum[k] += a.data[4 * (v * a.width + u) + k] - b.data[4 * (v * a.width + u) + k];
    blocks++; different += sum.some((one) => Math.abs(one) / 256 > 8);
  }
  return different / blocks; })"""


def screens(browser, job):
    """The whole page as a small picture in either theme, beside the golden ones; and pages that must not pass for it."""
    folder = job["screens"]

    def picture(theme, script="0"):
        browser.view(1440, theme)
        browser.open(job["explorer"])
        browser.run(script)
        # As tall as the page, so that everything is in view and what is drawn on sight is drawn.
        for _ in range(2):
            height = browser.run("document.documentElement.scrollHeight")
            browser("Emulation.setDeviceMetricsOverride", width=1440, height=height, deviceScaleFactor=1, mobile=False)
            browser.settle()
        time.sleep(0.5)
        height = browser.run("document.documentElement.scrollHeight")
        return browser("Page.captureScreenshot", format="webp", quality=10, captureBeyondViewport=True,
                       clip={"x": 0, "y": 0, "width": 1440, "height": height, "scale": SCALE})["data"]

    # Letters of another font wrap elsewhere: pictures of machines with other fonts do not compare.
    font = browser.run("""(() => { const c = document.createElement('canvas').getContext('2d');
      c.font = '100px ' + getComputedStyle(document.body).fontFamily; return Math.round(c.measureText('Stars lost, 0.123 σ').width); })()""")
    note = os.path.join(folder, "made-with.json")
    pictures = {theme: picture(theme) for theme in ("light", "dark")}
    if job["record"]:
        os.makedirs(folder, exist_ok=True)
        for theme, data in pictures.items():
            with open(os.path.join(folder, theme + ".webp"), "wb") as file:
                file.write(base64.b64decode(data))
        with open(note, "w", encoding="utf-8") as file:
            json.dump({"chromium": browser("Browser.getVersion")["product"], "font": font}, file)
    golden = {}
    for theme in pictures:
        with open(os.path.join(folder, theme + ".webp"), "rb") as file:
            golden[theme] = base64.b64encode(file.read()).decode()
    with open(note, encoding="utf-8") as file:
        known = json.load(file)

    def differs(one, other):
        return browser.run(f"{DIFFERENT}({json.dumps([one, other])})")

    hidden = picture("light", "document.getElementById('scorecard').style.visibility = 'hidden'")
    small = picture("dark", "document.getElementById('limits').style.visibility = 'hidden'")
    gone = picture("light", "document.getElementById('cost').hidden = true")
    narrow = picture("light", "document.querySelector('main').style.maxWidth = '80rem'")
    tell("screens", comparable=known["font"] == font, madeWith=known["chromium"],
         bytes={theme: len(base64.b64decode(data)) for theme, data in golden.items()},
         same={theme: differs(pictures[theme], golden[theme]) for theme in pictures},
         smoothed=differs(picture("light", "document.querySelector('main').style.transform = 'translateX(0.4px)'"), golden["light"]),
         others={"theme": differs(pictures["light"], golden["dark"]), "hidden": differs(hidden, golden["light"]),
                 "small": differs(small, golden["dark"]), "gone": differs(gone, golden["light"]),
                 "narrow": differs(narrow, golden["light"])})


def large(browser, job):
    browser.view(1440)
    browser("Page.navigate", url="about:blank")
    start = time.monotonic()
    browser("Page.navigate", url="file://" + job["large"])
    ready = None
    while time.monotonic() - start < 20:
        try:
            if browser.run("""(() => { const c = document.querySelector('.pane canvas'); if (!c || !c.width) return false;
                const d = c.getContext('2d').getImageData(c.width / 2, c.height / 2, 1, 1).data;
                return d[0] + d[1] + d[2] > 0; })()"""):
                ready = time.monotonic() - start
                break
        except RuntimeError:
            pass
        time.sleep(0.02)
    tell("large", megabytes=os.path.getsize(job["large"]) / 1e6, seconds=ready)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        job = json.load(file)
    browser = Chromium(job["chromium"])
    try:
        pages(browser, job)
        explorer(browser, job)
        every(browser, job)
        screens(browser, job)
        large(browser, job)
    finally:
        browser.close()
    tell("done")


if __name__ == "__main__":
    main()

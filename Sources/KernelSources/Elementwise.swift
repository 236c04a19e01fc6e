internal import KernelTable

func combine(
  _ d: Floats, _ a: Floats, _ p: Float, _ b: Floats, _ q: Float, _ accumulates: Bool, _ count: Int
) {
  let vp = broadcast(p)
  let vq = broadcast(q)
  var i = 0
  while i < count {
    var v = multiplyAdd(load(b + i), vq, load(a + i) * vp)
    if accumulates { v += load(d + i) }
    store(d + i, v)
    i &+= 16
  }
}

func multiply(_ d: Floats, _ a: Floats, _ b: Floats, _ accumulates: Bool, _ count: Int) {
  var i = 0
  while i < count {
    var v = load(a + i) * load(b + i)
    if accumulates { v += load(d + i) }
    store(d + i, v)
    i &+= 16
  }
}

func rectify(_ d: Floats, _ a: Floats, _ count: Int) {
  var i = 0
  while i < count {
    store(d + i, rectified(load(a + i)))
    i &+= 16
  }
}

func mask(_ d: Floats, _ g: Floats, _ y: Floats, _ accumulates: Bool, _ count: Int) {
  var i = 0
  while i < count {
    var v = masked(load(g + i), by: load(y + i))
    if accumulates { v += load(d + i) }
    store(d + i, v)
    i &+= 16
  }
}

func scaleChannels(
  _ d: Floats, _ a: Floats, _ s: Floats, _ factor: Float, _ accumulates: Bool, _ pixels: Int
) {
  let scale = load(s) * broadcast(factor)
  var i = 0
  while i < pixels &* 16 {
    var v = load(a + i) * scale
    if accumulates { v += load(d + i) }
    store(d + i, v)
    i &+= 16
  }
}

func fillChannels(_ d: Floats, _ s: Floats, _ factor: Float, _ accumulates: Bool, _ pixels: Int) {
  let value = load(s) * broadcast(factor)
  var i = 0
  while i < pixels &* 16 {
    store(d + i, accumulates ? load(d + i) + value : value)
    i &+= 16
  }
}

func sumChannels(_ d: Floats, _ a: Floats, _ pixels: Int) {
  var s0 = Vector()
  var s1 = Vector()
  var s2 = Vector()
  var s3 = Vector()
  var i = 0
  while i &+ 4 <= pixels {
    let p = a + i &* 16
    s0 += load(p)
    s1 += load(p + 16)
    s2 += load(p + 32)
    s3 += load(p + 48)
    i &+= 4
  }
  while i < pixels {
    s0 += load(a + i &* 16)
    i &+= 1
  }
  store(d, (s0 + s1) + (s2 + s3))
}

func dotChannels(_ d: Floats, _ a: Floats, _ b: Floats, _ pixels: Int) {
  var s0 = Vector()
  var s1 = Vector()
  var s2 = Vector()
  var s3 = Vector()
  var i = 0
  while i &+ 4 <= pixels {
    let p = a + i &* 16
    let q = b + i &* 16
    s0 = multiplyAdd(load(p), load(q), s0)
    s1 = multiplyAdd(load(p + 16), load(q + 16), s1)
    s2 = multiplyAdd(load(p + 32), load(q + 32), s2)
    s3 = multiplyAdd(load(p + 48), load(q + 48), s3)
    i &+= 4
  }
  while i < pixels {
    s0 = multiplyAdd(load(a + i &* 16), load(b + i &* 16), s0)
    i &+= 1
  }
  store(d, (s0 + s1) + (s2 + s3))
}

func sumParts(_ d: Floats, _ a: Floats, _ stride: Int, _ parts: Int, _ count: Int) {
  var i = 0
  while i < count {
    var v = load(a + i)
    var part = 1
    while part < parts {
      v += load(a + (part &* stride &+ i))
      part &+= 1
    }
    store(d + i, v)
    i &+= 16
  }
}

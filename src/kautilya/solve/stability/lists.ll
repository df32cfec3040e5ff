; Labelling over the moves of options: see native_lists.py for what the tables hold.
;
; A *cell* holds the states that one actor can reach from one another; from a cell it also reaches
; the cells of the same group that lie above it on its ladders, and can come from those below.
; An *entry* of a cell is a state in its low half and the state's place in the actor's ranking in
; its high half; the entries of a cell ascend. A *key* of a state is its cell in its low half
; (negative: the actor cannot move there) and, in its high half, how many places lie below it by
; more than epsilon: an entry is an improvement if its place is less than that.
;
; MASK is an integer that holds a bit for each mover and one more.

declare i32 @llvm.cttz.i32(i32, i1)
declare void @llvm.prefetch.p0(ptr, i32, i32, i32)

; Put the states, taken in ascending order of an actor's values, into its cells.
define void @fill(ptr %order, ptr %sorted, i64 %n, double %epsilon, ptr %cells, ptr %cursors,
                  ptr %entries, ptr %keys, i64 %stride) nounwind {
start:
  br label %next

next:
  %r = phi i64 [ 0, %start ], [ %r.on, %kept ]
  %q.in = phi i64 [ 0, %start ], [ %q, %kept ]
  %more = icmp slt i64 %r, %n
  br i1 %more, label %read, label %end

read:
  %order.at = getelementptr i64, ptr %order, i64 %r
  %state = load i64, ptr %order.at
  %value.at = getelementptr double, ptr %sorted, i64 %r
  %value = load double, ptr %value.at
  br label %threshold

threshold:                                  ; q: how many lie below by more than epsilon
  %q = phi i64 [ %q.in, %read ], [ %q.on, %raise ]
  %inside = icmp slt i64 %q, %n
  br i1 %inside, label %compare, label %place

compare:
  %low.at = getelementptr double, ptr %sorted, i64 %q
  %low = load double, ptr %low.at
  %bar = fadd double %low, %epsilon
  %below = fcmp olt double %bar, %value
  br i1 %below, label %raise, label %place

raise:
  %q.on = add i64 %q, 1
  br label %threshold

place:
  %cell.at = getelementptr i32, ptr %cells, i64 %state
  %cell = load i32, ptr %cell.at
  %cell.low = zext i32 %cell to i64
  %q.high = shl i64 %q, 32
  %key = or i64 %q.high, %cell.low
  %key.place = mul i64 %state, %stride
  %key.at = getelementptr i64, ptr %keys, i64 %key.place
  store i64 %key, ptr %key.at
  %movable = icmp sge i32 %cell, 0
  br i1 %movable, label %keep, label %kept

keep:
  %cursor.at = getelementptr i32, ptr %cursors, i64 %cell.low
  %cursor = load i32, ptr %cursor.at
  %cursor.on = add i32 %cursor, 1
  store i32 %cursor.on, ptr %cursor.at
  %cursor.wide = zext i32 %cursor to i64
  %r.high = shl i64 %r, 32
  %entry = or i64 %r.high, %state
  %entry.at = getelementptr i64, ptr %entries, i64 %cursor.wide
  store i64 %entry, ptr %entry.at
  br label %kept

kept:
  %r.on = add i64 %r, 1
  br label %next

end:
  ret void
}

; Sources are taken in ascending order of their floor. Each goes backwards over every legal move
; that nothing lower has come by: a bit of `open` says that no sequence that starts with another
; move of that mover has been followed from there, the highest that the state has no answer yet.
; With `force` every mover comes from every source, and nothing is followed further.
define void @label(ptr %order, i64 %n, ptr %floor, ptr %answer, ptr %open, ptr %keys, i64 %stride,
                   ptr %movers, i32 %count, i32 %force, ptr %queue) nounwind {
start:
  %flag = shl i32 1, %count
  %everyone = sub i32 %flag, 1
  br label %source

source:
  %r = phi i64 [ 0, %start ], [ %r.on, %source.done ]
  %more = icmp slt i64 %r, %n
  br i1 %more, label %source.read, label %end

source.read:
  %order.at = getelementptr i64, ptr %order, i64 %r
  %u = load i64, ptr %order.at
  %u.open.at = getelementptr MASK, ptr %open, i64 %u
  %u.open.raw = load MASK, ptr %u.open.at
  %u.open = zext MASK %u.open.raw to i32
  %u.forced = or i32 %u.open, %force
  %u.bits = and i32 %u.forced, %everyone
  %u.idle = icmp eq i32 %u.bits, 0
  br i1 %u.idle, label %source.done, label %source.go

source.go:
  %u.left = and i32 %u.open, %flag
  %u.left.raw = trunc i32 %u.left to MASK
  store MASK %u.left.raw, ptr %u.open.at
  %value.at = getelementptr double, ptr %floor, i64 %u
  %value = load double, ptr %value.at
  br label %state

source.done:
  %r.on = add i64 %r, 1
  br label %source

; A state that the movers of `bits` have moved to, next in sequence.
state:
  %y = phi i64 [ %u, %source.go ], [ %next.state, %take.next ]
  %y.bits = phi i32 [ %u.bits, %source.go ], [ %next.bits, %take.next ]
  %y.tail = phi i64 [ 0, %source.go ], [ %tail.done, %take.next ]
  %head = phi i64 [ 0, %source.go ], [ %head.on, %take.next ]
  %y.key.place = mul i64 %y, %stride
  %y.keys = getelementptr i64, ptr %keys, i64 %y.key.place
  %y.low = trunc i64 %y to i32
  %y.mark = xor i32 %y.low, -1
  br label %mover

mover:
  %bits = phi i32 [ %y.bits, %state ], [ %bits.on, %mover.done ]
  %tail.0 = phi i64 [ %y.tail, %state ], [ %tail.done, %mover.done ]
  %k = call i32 @llvm.cttz.i32(i32 %bits, i1 true)
  %bits.less = sub i32 %bits, 1
  %bits.on = and i32 %bits, %bits.less
  %k.bit = shl i32 1, %k
  %k.others = xor i32 %k.bit, -1
  %k.wide = zext i32 %k to i64
  %record.place = mul i64 %k.wide, 10
  %record = getelementptr i64, ptr %movers, i64 %record.place
  %actor = load i64, ptr %record
  %entries.at = getelementptr i64, ptr %record, i64 1
  %entries = load ptr, ptr %entries.at
  %cursors.at = getelementptr i64, ptr %record, i64 2
  %cursors = load ptr, ptr %cursors.at
  %ends.at = getelementptr i64, ptr %record, i64 3
  %ends = load ptr, ptr %ends.at
  %key.at = getelementptr i64, ptr %y.keys, i64 %actor
  %key = load i64, ptr %key.at
  %cell.low = trunc i64 %key to i32
  %cell = sext i32 %cell.low to i64
  %threshold = ashr i64 %key, 32
  %fixed = icmp slt i32 %cell.low, 0
  br i1 %fixed, label %mover.done, label %mover.moves

; The cells from which the mover can come: those below on the first ladders times those below on
; the others, itself among them.
mover.moves:
  %width.at = getelementptr i64, ptr %record, i64 4
  %width = load i64, ptr %width.at
  %width.low.at = getelementptr i64, ptr %record, i64 5
  %width.low = load i64, ptr %width.low.at
  %high.at = getelementptr i64, ptr %record, i64 7
  %high = load ptr, ptr %high.at
  %low.at = getelementptr i64, ptr %record, i64 9
  %low = load ptr, ptr %low.at
  %flat = icmp eq i64 %width, 1
  br i1 %flat, label %begin, label %ladder

ladder:
  %high.starts.at = getelementptr i64, ptr %record, i64 6
  %high.starts = load ptr, ptr %high.starts.at
  %low.starts.at = getelementptr i64, ptr %record, i64 8
  %low.starts = load ptr, ptr %low.starts.at
  %width.32 = trunc i64 %width to i32
  %width.low.32 = trunc i64 %width.low to i32
  %local = urem i32 %cell.low, %width.32
  %local.high = udiv i32 %local, %width.low.32
  %local.low = urem i32 %local, %width.low.32
  %local.wide = zext i32 %local to i64
  %local.base = sub i64 %cell, %local.wide
  %local.high.wide = zext i32 %local.high to i64
  %local.low.wide = zext i32 %local.low to i64
  %ladder.a.at = getelementptr i32, ptr %high.starts, i64 %local.high.wide
  %ladder.a = load i32, ptr %ladder.a.at
  %ladder.a.end.at = getelementptr i32, ptr %ladder.a.at, i64 1
  %ladder.a.end = load i32, ptr %ladder.a.end.at
  %ladder.b.at = getelementptr i32, ptr %low.starts, i64 %local.low.wide
  %ladder.b = load i32, ptr %ladder.b.at
  %ladder.b.end.at = getelementptr i32, ptr %ladder.b.at, i64 1
  %ladder.b.end = load i32, ptr %ladder.b.end.at
  br label %begin

begin:
  %base = phi i64 [ %cell, %mover.moves ], [ %local.base, %ladder ]
  %a.first = phi i32 [ 0, %mover.moves ], [ %ladder.a, %ladder ]
  %a.end = phi i32 [ 1, %mover.moves ], [ %ladder.a.end, %ladder ]
  %b.first = phi i32 [ 0, %mover.moves ], [ %ladder.b, %ladder ]
  %b.end = phi i32 [ 1, %mover.moves ], [ %ladder.b.end, %ladder ]
  br label %row

row:
  %a = phi i32 [ %a.first, %begin ], [ %a.on, %row.done ]
  %tail.row = phi i64 [ %tail.0, %begin ], [ %tail.entry, %row.done ]
  %a.wide = zext i32 %a to i64
  %a.at = getelementptr i32, ptr %high, i64 %a.wide
  %a.cell = load i32, ptr %a.at
  %a.cell.wide = zext i32 %a.cell to i64
  %a.shift = mul i64 %a.cell.wide, %width.low
  %row.base = add i64 %base, %a.shift
  br label %scan

; One cell, from where the last scan of it stopped. A negative cursor is one state left behind:
; the one that the actor's move led to, so that it did not start there.
scan:
  %b = phi i32 [ %b.first, %row ], [ %b.on, %scan.done ]
  %tail.scan = phi i64 [ %tail.row, %row ], [ %tail.entry, %scan.done ]
  %b.wide = zext i32 %b to i64
  %b.at = getelementptr i32, ptr %low, i64 %b.wide
  %b.cell = load i32, ptr %b.at
  %b.cell.wide = zext i32 %b.cell to i64
  %c = add i64 %row.base, %b.cell.wide
  %cursor.at = getelementptr i32, ptr %cursors, i64 %c
  %cursor = load i32, ptr %cursor.at
  %last.at = getelementptr i32, ptr %ends, i64 %c
  %last = load i32, ptr %last.at
  %behind = icmp slt i32 %cursor, 0
  br i1 %behind, label %left.behind, label %entry

left.behind:
  %behind.low = xor i32 %cursor, -1
  %behind.state = zext i32 %behind.low to i64
  %last.less = sub i32 %last, 1
  br label %pass

entry:
  %p = phi i32 [ %cursor, %scan ], [ %p.on, %passed ]
  %tail.entry = phi i64 [ %tail.scan, %scan ], [ %tail.passed, %passed ]
  %mark.entry = phi i32 [ 0, %scan ], [ %mark.passed, %passed ]
  %inside = icmp slt i32 %p, %last
  br i1 %inside, label %entry.read, label %scan.done

entry.read:
  %p.wide = zext i32 %p to i64
  %entry.at = getelementptr i64, ptr %entries, i64 %p.wide
  %entry.word = load i64, ptr %entry.at
  %place = ashr i64 %entry.word, 32
  %worse = icmp slt i64 %place, %threshold
  br i1 %worse, label %entry.self, label %scan.done

entry.self:
  %entry.state = and i64 %entry.word, 4294967295
  %self = icmp eq i64 %entry.state, %y
  br i1 %self, label %passed, label %pass

; From x one move of k leads to y: what starts at x with that move ends at the source.
pass:
  %x = phi i64 [ %behind.state, %left.behind ], [ %entry.state, %entry.self ]
  %p.pass = phi i32 [ %last.less, %left.behind ], [ %p, %entry.self ]
  %tail.pass = phi i64 [ %tail.scan, %left.behind ], [ %tail.entry, %entry.self ]
  %mark.pass = phi i32 [ 0, %left.behind ], [ %mark.entry, %entry.self ]
  %x.open.at = getelementptr MASK, ptr %open, i64 %x
  %x.open.raw = load MASK, ptr %x.open.at
  %x.open = zext MASK %x.open.raw to i32
  %taken = and i32 %x.open, %k.others
  %nothing = icmp eq i32 %taken, 0
  br i1 %nothing, label %passed, label %take

take:
  %x.left = and i32 %x.open, %k.bit
  %x.left.raw = trunc i32 %x.left to MASK
  store MASK %x.left.raw, ptr %x.open.at
  %taken.flag = and i32 %taken, %flag
  %answered = icmp eq i32 %taken.flag, 0
  br i1 %answered, label %push, label %answer.it

answer.it:
  %answer.at = getelementptr double, ptr %answer, i64 %x
  store double %value, ptr %answer.at
  br label %push

push:
  %taken.bits = and i32 %taken, %everyone
  %some = icmp ne i32 %taken.bits, 0
  %taken.wide = zext i32 %taken.bits to i64
  %taken.high = shl i64 %taken.wide, 32
  %word = or i64 %taken.high, %x
  %tail.at = getelementptr i64, ptr %queue, i64 %tail.pass
  store i64 %word, ptr %tail.at
  %step = zext i1 %some to i64
  %tail.push = add i64 %tail.pass, %step
  br label %passed

passed:
  %p.passed = phi i32 [ %p, %entry.self ], [ %p.pass, %pass ], [ %p.pass, %push ]
  %tail.passed = phi i64 [ %tail.entry, %entry.self ], [ %tail.pass, %pass ],
                           [ %tail.push, %push ]
  %mark.passed = phi i32 [ %y.mark, %entry.self ], [ %mark.pass, %pass ], [ %mark.pass, %push ]
  %p.on = add i32 %p.passed, 1
  br label %entry

scan.done:
  %clean = icmp eq i32 %mark.entry, 0
  %stop = select i1 %clean, i32 %p, i32 %mark.entry
  store i32 %stop, ptr %cursor.at
  %b.on = add i32 %b, 1
  %b.more = icmp slt i32 %b.on, %b.end
  br i1 %b.more, label %scan, label %row.done

row.done:
  %a.on = add i32 %a, 1
  %a.more = icmp slt i32 %a.on, %a.end
  br i1 %a.more, label %row, label %mover.done

mover.done:
  %tail.done = phi i64 [ %tail.0, %mover ], [ %tail.entry, %row.done ]
  %bits.more = icmp ne i32 %bits.on, 0
  br i1 %bits.more, label %mover, label %state.done

state.done:
  %empty = icmp eq i64 %tail.done, %head
  br i1 %empty, label %source.done, label %take.next

take.next:
  %head.on = add i64 %head, 1
  %next.at = getelementptr i64, ptr %queue, i64 %head
  %next.word = load i64, ptr %next.at
  %next.state = and i64 %next.word, 4294967295
  %ahead.at = getelementptr i64, ptr %next.at, i64 12
  %ahead.word = load i64, ptr %ahead.at
  %ahead.state = and i64 %ahead.word, 4294967295
  %ahead.place = mul i64 %ahead.state, %stride
  %ahead.keys = getelementptr i64, ptr %keys, i64 %ahead.place
  call void @llvm.prefetch.p0(ptr %ahead.keys, i32 0, i32 3, i32 1)
  %next.high = lshr i64 %next.word, 32
  %next.bits = trunc i64 %next.high to i32
  br label %state

end:
  ret void
}

; For each state the highest value that an actor reaches by one move: over the cells above, and
; over the others of its own cell. `work` has room for four numbers a cell of a group.
define void @others(ptr %values, i64 %groups, i64 %width, i64 %width.low, ptr %high.starts,
                    ptr %high, ptr %low.starts, ptr %low, ptr %bounds, ptr %entries, ptr %highest,
                    ptr %work) nounwind {
start:
  br label %group

group:
  %g = phi i64 [ 0, %start ], [ %g.on, %group.done ]
  %more = icmp slt i64 %g, %groups
  br i1 %more, label %group.go, label %end

group.go:
  %base = mul i64 %g, %width
  br label %cell

; The highest two of each cell, and whose the first is.
cell:
  %c = phi i64 [ 0, %group.go ], [ %c.on, %cell.done ]
  %cell.number = add i64 %base, %c
  %first.at = getelementptr i32, ptr %bounds, i64 %cell.number
  %first = load i32, ptr %first.at
  %last.at = getelementptr i32, ptr %first.at, i64 1
  %last = load i32, ptr %last.at
  br label %member

member:
  %p = phi i32 [ %first, %cell ], [ %p.on, %member.go ]
  %one = phi double [ 0xFFF0000000000000, %cell ], [ %one.on, %member.go ]
  %two = phi double [ 0xFFF0000000000000, %cell ], [ %two.on, %member.go ]
  %whose = phi i64 [ -1, %cell ], [ %whose.on, %member.go ]
  %inside = icmp slt i32 %p, %last
  br i1 %inside, label %member.go, label %cell.done

member.go:
  %p.wide = zext i32 %p to i64
  %entry.at = getelementptr i64, ptr %entries, i64 %p.wide
  %entry = load i64, ptr %entry.at
  %x = and i64 %entry, 4294967295
  %x.at = getelementptr double, ptr %values, i64 %x
  %x.value = load double, ptr %x.at
  %lead = fcmp ogt double %x.value, %one
  %trail = fcmp ogt double %x.value, %two
  %two.trail = select i1 %trail, double %x.value, double %two
  %two.on = select i1 %lead, double %one, double %two.trail
  %one.on = select i1 %lead, double %x.value, double %one
  %whose.on = select i1 %lead, i64 %x, i64 %whose
  %p.on = add i32 %p, 1
  br label %member

cell.done:
  %cell.place = mul i64 %c, 4
  %one.at = getelementptr double, ptr %work, i64 %cell.place
  store double %one, ptr %one.at
  %two.at = getelementptr double, ptr %one.at, i64 1
  store double %two, ptr %two.at
  %whose.at = getelementptr double, ptr %one.at, i64 2
  store i64 %whose, ptr %whose.at
  %above.at = getelementptr double, ptr %one.at, i64 3
  store double 0xFFF0000000000000, ptr %above.at
  %c.on = add i64 %c, 1
  %c.more = icmp slt i64 %c.on, %width
  br i1 %c.more, label %cell, label %ladder

; Each cell tells its highest to those below it.
ladder:
  %flat = icmp eq i64 %width, 1
  br i1 %flat, label %tell, label %from

from:
  %d = phi i64 [ 0, %ladder ], [ %d.on, %from.done ]
  %d.high = udiv i64 %d, %width.low
  %d.low = urem i64 %d, %width.low
  %d.place = mul i64 %d, 4
  %d.one.at = getelementptr double, ptr %work, i64 %d.place
  %d.one = load double, ptr %d.one.at
  %a.first.at = getelementptr i32, ptr %high.starts, i64 %d.high
  %a.first = load i32, ptr %a.first.at
  %a.end.at = getelementptr i32, ptr %a.first.at, i64 1
  %a.end = load i32, ptr %a.end.at
  %b.first.at = getelementptr i32, ptr %low.starts, i64 %d.low
  %b.first = load i32, ptr %b.first.at
  %b.end.at = getelementptr i32, ptr %b.first.at, i64 1
  %b.end = load i32, ptr %b.end.at
  br label %row

row:
  %a = phi i32 [ %a.first, %from ], [ %a.on, %row.done ]
  %a.wide = zext i32 %a to i64
  %a.at = getelementptr i32, ptr %high, i64 %a.wide
  %a.cell = load i32, ptr %a.at
  %a.cell.wide = zext i32 %a.cell to i64
  %row.base = mul i64 %a.cell.wide, %width.low
  br label %column

column:
  %b = phi i32 [ %b.first, %row ], [ %b.on, %column.done ]
  %b.wide = zext i32 %b to i64
  %b.at = getelementptr i32, ptr %low, i64 %b.wide
  %b.cell = load i32, ptr %b.at
  %b.cell.wide = zext i32 %b.cell to i64
  %to = add i64 %row.base, %b.cell.wide
  %self = icmp eq i64 %to, %d
  br i1 %self, label %column.done, label %column.tell

column.tell:
  %to.place = mul i64 %to, 4
  %to.one.at = getelementptr double, ptr %work, i64 %to.place
  %to.above.at = getelementptr double, ptr %to.one.at, i64 3
  %to.above = load double, ptr %to.above.at
  %to.higher = fcmp ogt double %d.one, %to.above
  %to.above.on = select i1 %to.higher, double %d.one, double %to.above
  store double %to.above.on, ptr %to.above.at
  br label %column.done

column.done:
  %b.on = add i32 %b, 1
  %b.more = icmp slt i32 %b.on, %b.end
  br i1 %b.more, label %column, label %row.done

row.done:
  %a.on = add i32 %a, 1
  %a.more = icmp slt i32 %a.on, %a.end
  br i1 %a.more, label %row, label %from.done

from.done:
  %d.on = add i64 %d, 1
  %d.more = icmp slt i64 %d.on, %width
  br i1 %d.more, label %from, label %tell

; Each state is told.
tell:
  %e = phi i64 [ 0, %ladder ], [ 0, %from.done ], [ %e.on, %tell.done ]
  %e.number = add i64 %base, %e
  %e.first.at = getelementptr i32, ptr %bounds, i64 %e.number
  %e.first = load i32, ptr %e.first.at
  %e.last.at = getelementptr i32, ptr %e.first.at, i64 1
  %e.last = load i32, ptr %e.last.at
  %e.place = mul i64 %e, 4
  %e.one.at = getelementptr double, ptr %work, i64 %e.place
  %e.one = load double, ptr %e.one.at
  %e.two.at = getelementptr double, ptr %e.one.at, i64 1
  %e.two = load double, ptr %e.two.at
  %e.whose.at = getelementptr double, ptr %e.one.at, i64 2
  %e.whose = load i64, ptr %e.whose.at
  %e.above.at = getelementptr double, ptr %e.one.at, i64 3
  %e.above = load double, ptr %e.above.at
  %one.higher = fcmp ogt double %e.one, %e.above
  %for.others = select i1 %one.higher, double %e.one, double %e.above
  %two.higher = fcmp ogt double %e.two, %e.above
  %for.first = select i1 %two.higher, double %e.two, double %e.above
  br label %told

told:
  %t = phi i32 [ %e.first, %tell ], [ %t.on, %told.go ]
  %t.inside = icmp slt i32 %t, %e.last
  br i1 %t.inside, label %told.go, label %tell.done

told.go:
  %t.wide = zext i32 %t to i64
  %t.entry.at = getelementptr i64, ptr %entries, i64 %t.wide
  %t.entry = load i64, ptr %t.entry.at
  %t.state = and i64 %t.entry, 4294967295
  %t.is.first = icmp eq i64 %t.state, %e.whose
  %t.value = select i1 %t.is.first, double %for.first, double %for.others
  %t.at = getelementptr double, ptr %highest, i64 %t.state
  store double %t.value, ptr %t.at
  %t.on = add i32 %t, 1
  br label %told

tell.done:
  %e.on = add i64 %e, 1
  %e.more = icmp slt i64 %e.on, %width
  br i1 %e.more, label %tell, label %group.done

group.done:
  %g.on = add i64 %g, 1
  br label %group

end:
  ret void
}

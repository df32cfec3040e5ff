; Labelling over the moves of options where every actor has at most 64 joint choices: see
; native_masks.py for what the tables hold.
;
; A *group* of an actor has a slot for each of its joint choices; `members` holds the state in each
; slot, group by group, or the number of states where there is none. A mask has a bit for each slot.
; For each slot, `legal` tells from which others the actor can come. A *record* of a state and an
; actor is the mask of slots from which the actor's moves to the state count, and the group (negative:
; the actor cannot move there). WORD is an integer for masks of slots; MASK is one that holds a bit
; for each mover and one more.

declare i64 @llvm.cttz.i64(i64, i1)
declare i32 @llvm.cttz.i32(i32, i1)
declare void @llvm.prefetch.p0(ptr, i32, i32, i32)

; The records of an actor: for each state those of its group from which it gains more than epsilon.
define void @improvements(ptr %values, i64 %n, double %epsilon, i64 %groups, i64 %shift,
                          ptr %members, ptr %legal, ptr %present, ptr %records, i64 %stride)
                          nounwind {
start:
  %worth = alloca [64 x double], align 64
  %bars = alloca [64 x double], align 64
  store <8 x double> splat (double 0x7FF0000000000000), ptr %bars, align 64
  %size = shl i64 1, %shift
  %chunks.more = add i64 %size, 7
  %chunks = lshr i64 %chunks.more, 3
  br label %group

group:
  %g = phi i64 [ 0, %start ], [ %g.on, %group.done ]
  %g.word = phi WORD [ 0, %start ], [ %g.word.on, %group.done ]
  %more = icmp slt i64 %g, %groups
  br i1 %more, label %group.go, label %end

group.go:
  %base = shl i64 %g, %shift
  %group.members = getelementptr i32, ptr %members, i64 %base
  br label %fill

fill:
  %f = phi i64 [ 0, %group.go ], [ %f.on, %fill ]
  %f.at = getelementptr i32, ptr %group.members, i64 %f
  %f.state = load i32, ptr %f.at
  %f.wide = zext i32 %f.state to i64
  %f.there = icmp ult i64 %f.wide, %n
  %f.safe = select i1 %f.there, i64 %f.wide, i64 0
  %f.value.at = getelementptr double, ptr %values, i64 %f.safe
  %f.value = load double, ptr %f.value.at
  %f.worth.at = getelementptr double, ptr %worth, i64 %f
  store double %f.value, ptr %f.worth.at
  %f.bar = fadd double %f.value, %epsilon
  %f.bar.there = select i1 %f.there, double %f.bar, double 0x7FF0000000000000
  %f.bar.at = getelementptr double, ptr %bars, i64 %f
  store double %f.bar.there, ptr %f.bar.at
  %f.on = add i64 %f, 1
  %f.more = icmp slt i64 %f.on, %size
  br i1 %f.more, label %fill, label %slots

slots:
  %present.at = getelementptr WORD, ptr %present, i64 %g
  %slots.all = load WORD, ptr %present.at
  %none = icmp eq WORD %slots.all, 0
  br i1 %none, label %group.done, label %slot

slot:
  %left = phi WORD [ %slots.all, %slots ], [ %left.on, %slot.done ]
  %b = call WORD @llvm.cttz.WORD(WORD %left, i1 true)
  %left.less = sub WORD %left, 1
  %left.on = and WORD %left, %left.less
  %b.worth.at = getelementptr double, ptr %worth, WORD %b
  %b.worth = load double, ptr %b.worth.at
  %b.first = insertelement <8 x double> poison, double %b.worth, i64 0
  %b.spread = shufflevector <8 x double> %b.first, <8 x double> poison, <8 x i32> zeroinitializer
  br label %chunk

chunk:
  %c = phi i64 [ 0, %slot ], [ %c.on, %chunk ]
  %c.shift = phi WORD [ 0, %slot ], [ %c.shift.on, %chunk ]
  %found = phi WORD [ 0, %slot ], [ %found.on, %chunk ]
  %c.slot = shl i64 %c, 3
  %c.bars.at = getelementptr double, ptr %bars, i64 %c.slot
  %c.bars = load <8 x double>, ptr %c.bars.at, align 64
  %c.below = fcmp olt <8 x double> %c.bars, %b.spread
  %c.byte = bitcast <8 x i1> %c.below to i8
  %c.word = zext i8 %c.byte to WORD
  %c.placed = shl WORD %c.word, %c.shift
  %found.on = or WORD %found, %c.placed
  %c.shift.on = add WORD %c.shift, 8
  %c.on = add i64 %c, 1
  %c.more = icmp slt i64 %c.on, %chunks
  br i1 %c.more, label %chunk, label %slot.done

slot.done:
  %legal.at = getelementptr WORD, ptr %legal, WORD %b
  %from = load WORD, ptr %legal.at
  %mask = and WORD %found.on, %from
  %b.member.at = getelementptr i32, ptr %group.members, WORD %b
  %b.state = load i32, ptr %b.member.at
  %b.wide = zext i32 %b.state to i64
  %b.place = mul i64 %b.wide, %stride
  %mask.at = getelementptr [2 x WORD], ptr %records, i64 %b.place
  store WORD %mask, ptr %mask.at
  %group.at = getelementptr WORD, ptr %mask.at, i64 1
  store WORD %g.word, ptr %group.at
  %slots.more = icmp ne WORD %left.on, 0
  br i1 %slots.more, label %slot, label %group.done

group.done:
  %g.on = add i64 %g, 1
  %g.word.on = add WORD %g.word, 1
  br label %group

end:
  ret void
}

; For each state the highest value that an actor reaches by one move.
define void @others(ptr %values, i64 %n, i64 %groups, i64 %shift, ptr %members, ptr %legal,
                    ptr %present, ptr %highest) nounwind {
start:
  %worth = alloca [64 x double], align 64
  %best = alloca [64 x double], align 64
  %size = shl i64 1, %shift
  %chunks.more = add i64 %size, 7
  %chunks = lshr i64 %chunks.more, 3
  br label %group

group:
  %g = phi i64 [ 0, %start ], [ %g.on, %group.done ]
  %more = icmp slt i64 %g, %groups
  br i1 %more, label %group.go, label %end

group.go:
  %base = shl i64 %g, %shift
  %group.members = getelementptr i32, ptr %members, i64 %base
  %present.at = getelementptr WORD, ptr %present, i64 %g
  %slots.all = load WORD, ptr %present.at
  %none = icmp eq WORD %slots.all, 0
  br i1 %none, label %group.done, label %fill

fill:
  %f = phi i64 [ 0, %group.go ], [ %f.on, %fill ]
  %f.at = getelementptr i32, ptr %group.members, i64 %f
  %f.state = load i32, ptr %f.at
  %f.wide = zext i32 %f.state to i64
  %f.there = icmp ult i64 %f.wide, %n
  %f.safe = select i1 %f.there, i64 %f.wide, i64 0
  %f.value.at = getelementptr double, ptr %values, i64 %f.safe
  %f.value = load double, ptr %f.value.at
  %f.value.there = select i1 %f.there, double %f.value, double 0xFFF0000000000000
  %f.worth.at = getelementptr double, ptr %worth, i64 %f
  store double %f.value.there, ptr %f.worth.at
  %f.on = add i64 %f, 1
  %f.more = icmp slt i64 %f.on, %size
  br i1 %f.more, label %fill, label %chunk

; Eight states at a time are told the values of all that they can move to.
chunk:
  %c = phi i64 [ 0, %fill ], [ %c.on, %chunk.done ]
  %from.bytes = getelementptr i8, ptr %legal, i64 %c
  br label %slot

slot:
  %b = phi i64 [ 0, %chunk ], [ %b.on, %slot ]
  %top = phi <8 x double> [ splat (double 0xFFF0000000000000), %chunk ], [ %top.on, %slot ]
  %b.worth.at = getelementptr double, ptr %worth, i64 %b
  %b.worth = load double, ptr %b.worth.at
  %b.first = insertelement <8 x double> poison, double %b.worth, i64 0
  %b.spread = shufflevector <8 x double> %b.first, <8 x double> poison, <8 x i32> zeroinitializer
  %b.from.at = getelementptr WORD, ptr %from.bytes, i64 %b
  %b.byte = load i8, ptr %b.from.at
  %b.from = bitcast i8 %b.byte to <8 x i1>
  %b.told = select <8 x i1> %b.from, <8 x double> %b.spread,
                   <8 x double> splat (double 0xFFF0000000000000)
  %b.higher = fcmp ogt <8 x double> %b.told, %top
  %top.on = select <8 x i1> %b.higher, <8 x double> %b.told, <8 x double> %top
  %b.on = add i64 %b, 1
  %b.more = icmp slt i64 %b.on, %size
  br i1 %b.more, label %slot, label %chunk.done

chunk.done:
  %c.slot = shl i64 %c, 3
  %c.best.at = getelementptr double, ptr %best, i64 %c.slot
  store <8 x double> %top.on, ptr %c.best.at, align 64
  %c.on = add i64 %c, 1
  %c.more = icmp slt i64 %c.on, %chunks
  br i1 %c.more, label %chunk, label %tell

tell:
  %rest = phi WORD [ %slots.all, %chunk.done ], [ %rest.on, %tell ]
  %t = call WORD @llvm.cttz.WORD(WORD %rest, i1 true)
  %rest.less = sub WORD %rest, 1
  %rest.on = and WORD %rest, %rest.less
  %t.member.at = getelementptr i32, ptr %group.members, WORD %t
  %t.state = load i32, ptr %t.member.at
  %t.wide = zext i32 %t.state to i64
  %t.best.at = getelementptr double, ptr %best, WORD %t
  %t.best = load double, ptr %t.best.at
  %t.highest.at = getelementptr double, ptr %highest, i64 %t.wide
  store double %t.best, ptr %t.highest.at
  %rest.more = icmp ne WORD %rest.on, 0
  br i1 %rest.more, label %tell, label %group.done

group.done:
  %g.on = add i64 %g, 1
  br label %group

end:
  ret void
}

; Sources are taken in ascending order of their floor. Each goes backwards over every legal move
; that nothing lower has come by. A bit of `open` says that no sequence that starts with another
; move of that mover has been followed from there; the highest, that the state has no answer yet.
; A bit of a mover's `alive` says that it has not come by from that slot yet. With `force` every
; mover comes from every source, and nothing is followed further. The queue is first in, first out,
; so that records can be fetched ahead; what hangs on a state's bits is done without branches, since
; nobody can predict them.
define void @label(ptr %order, i64 %n, ptr %floor, ptr %answer, ptr %open, ptr %records,
                   i64 %stride, ptr %movers, i32 %count, i32 %force, ptr %queue) nounwind {
start:
  %nowhere = alloca double
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
  %y.place = mul i64 %y, %stride
  %y.records = getelementptr [2 x WORD], ptr %records, i64 %y.place
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
  %record.place = shl i64 %k.wide, 2
  %record = getelementptr i64, ptr %movers, i64 %record.place
  %actor = load i64, ptr %record
  %mask.at = getelementptr [2 x WORD], ptr %y.records, i64 %actor
  %group.at = getelementptr WORD, ptr %mask.at, i64 1
  %group = load WORD, ptr %group.at
  %fixed = icmp slt WORD %group, 0
  br i1 %fixed, label %mover.done, label %mover.moves

mover.moves:
  %alive.base.at = getelementptr i64, ptr %record, i64 1
  %alive.base = load ptr, ptr %alive.base.at
  %alive.at = getelementptr WORD, ptr %alive.base, WORD %group
  %alive = load WORD, ptr %alive.at
  %mask = load WORD, ptr %mask.at
  %come = and WORD %alive, %mask
  %nobody = icmp eq WORD %come, 0
  br i1 %nobody, label %mover.done, label %mover.come

mover.come:
  %alive.on = xor WORD %alive, %come
  store WORD %alive.on, ptr %alive.at
  %members.at = getelementptr i64, ptr %record, i64 2
  %members = load ptr, ptr %members.at
  %shift.word.at = getelementptr i64, ptr %record, i64 3
  %shift = load WORD, ptr %shift.word.at
  %base = shl WORD %group, %shift
  %group.members = getelementptr i32, ptr %members, WORD %base
  br label %pass

; From x one move of k leads to y: what starts at x with that move ends at the source.
pass:
  %left = phi WORD [ %come, %mover.come ], [ %left.on, %pass ]
  %tail = phi i64 [ %tail.0, %mover.come ], [ %tail.passed, %pass ]
  %slot = call WORD @llvm.cttz.WORD(WORD %left, i1 true)
  %left.less = sub WORD %left, 1
  %left.on = and WORD %left, %left.less
  %x.at = getelementptr i32, ptr %group.members, WORD %slot
  %x.low = load i32, ptr %x.at
  %x = zext i32 %x.low to i64
  %x.open.at = getelementptr MASK, ptr %open, i64 %x
  %x.open.raw = load MASK, ptr %x.open.at
  %x.open = zext MASK %x.open.raw to i32
  %taken = and i32 %x.open, %k.others
  %x.left = and i32 %x.open, %k.bit
  %x.left.raw = trunc i32 %x.left to MASK
  store MASK %x.left.raw, ptr %x.open.at
  %taken.flag = and i32 %taken, %flag
  %answered = icmp eq i32 %taken.flag, 0
  %answer.at = getelementptr double, ptr %answer, i64 %x
  %answer.to = select i1 %answered, ptr %nowhere, ptr %answer.at
  store double %value, ptr %answer.to
  %taken.bits = and i32 %taken, %everyone
  %some = icmp ne i32 %taken.bits, 0
  %taken.wide = zext i32 %taken.bits to i64
  %taken.high = shl i64 %taken.wide, 32
  %word = or i64 %taken.high, %x
  %tail.at = getelementptr i64, ptr %queue, i64 %tail
  store i64 %word, ptr %tail.at
  %step = zext i1 %some to i64
  %tail.passed = add i64 %tail, %step
  %left.more = icmp ne WORD %left.on, 0
  br i1 %left.more, label %pass, label %mover.done

mover.done:
  %tail.done = phi i64 [ %tail.0, %mover ], [ %tail.0, %mover.moves ], [ %tail.passed, %pass ]
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
  %ahead.records = getelementptr [2 x WORD], ptr %records, i64 %ahead.place
  call void @llvm.prefetch.p0(ptr %ahead.records, i32 0, i32 3, i32 1)
  %next.high = lshr i64 %next.word, 32
  %next.bits = trunc i64 %next.high to i32
  br label %state

end:
  ret void
}

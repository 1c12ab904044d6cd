"""Sentences for `sentences.py` in English: words needed, and the pattern."""

from __future__ import annotations

ENGLISH = (
    # The session or the room is, was, has anything but what announcements say of them.
    (
        "is are isn't seems looks stays feels remains",
        r"IT(?:is|are|seems|looks|stays|feels|remains) (?:now )?(?!PLAIN)\w",
    ),
    (
        "was were went goes got gets fell died failed won't can't isn't doesn't didn't wasn't hasn't couldn't not never cannot",
        r"IT(?:was|were|went|goes|got|gets|fell|died|failed|NOT) (?!so (?:full|popular|good)|OF_US)\w",
    ),
    ("has had have", r"IT(?:has|had|have) (?:now )?(?!HAVING)\w"),
    # "The T in R bites the dust": what it does, unless announcements do that.
    (
        "the our my this today's tonight's tomorrow's",
        r"\bMY (?:(?:[\w'+.&/#-]+ ){0,4}?SESSION\b ?|(?=[RT]))WHERE (?!DOING)(?:\w{3,}(?:s|ed)|bit|broke|blew|sank|ran|lost|won't"
        r"|fell|became|came|flew|died|froze)\b",
    ),
    ("becomes became turns turned", r"IT(?:becomes|became|turns|turned) (?:in)?to?\b"),
    (
        "is are was were isn't aren't isnt arent",
        r"\b(?:is|are|was|were)(?:n'?t| not) (?:on\b|happening|taking place|going ahead|running|today|tonight|here|available"
        r"|possible|coming|in R|at T|ours|feeling|well|able|ready|allowed)",
    ),
    ("skip skipping", r"\b(?:let's|we|we'll|i|i'll|we're|i'm) (?:\w+ )?skip(?:ping)?\b"),
    ("make", r"\bmake (?:it|that) (?:a |at |in |room )?(?:[RT]|DAY)"),
    (
        "way until till air water queue line loved enjoyed take",
        r"\bno way in\b|\b(?:until|till) next (?:year|time)\b|\bup in the air\b|\bdead in the water\b"
        r"|\b(?:queue|line|queueing|queuing|people) (?:is |goes |already )?(?:down|out|outside|around|up to|in the hall\w*|to the)\b"
        r"|\b(?:loved|enjoyed) (?:our|the|this|every|having|seeing|meeting|chatting|talking)\b",
    ),
    (
        "is are has had got lost missed fell broke died stuck couldn't can't didn't never won't isn't",
        r"\b(?:our|my|the|his|her) (?:\w+ )?HOST WHERE ?(?:just |now |has |is )?(?:is|are|has|had|got|lost|missed|fell|broke"
        r"|died|crashed|failed|can|can't|could|couldn't|didn't|never|won't|isn't|stuck|down|sick|ill|late|delayed"
        r"|gone|dead)\b(?! (?:an?|the|from|at|in|by|our|my|ready|here|GOOD|back|free|on)\b)",
    ),
    # "Not" of us or of it.
    (
        "won't can't cannot couldn't isn't aren't wasn't weren't don't doesn't didn't haven't hasn't not never longer"
        " wont cant isnt dont doesnt didnt",
        r"(?:\b(?:we|i|he|she|they|nobody|HOST|SESSION|[RT]+) ?)NOT\b"
        r"(?!(?: (?:be|have|get|to|want|even|do|going|gonna|been)){0,3} OF_US)",
    ),
    (
        "won't can't cannot isn't doesn't didn't not couldn't wont isnt",
        r"\b(?:it|this|that|there) ?NOT (?:\w+ ){0,2}?(?:a thing|going to be|gonna be|happen\w*|work out|tak\w+ place|run|go ahead|going ahead|start|on"
        r"|fit|possible|today|tonight|tomorrow|in R|at T|sessions?|meetup|open space|seats?|space|chairs?)",
    ),
    (
        "not",
        r"\bnot (?:today|tonight|this time|here|at T|in R|T|R|happening|going to happen|meeting|possible|available"
        r"|any ?more|sure (?:if|we|i|whether|yet)|enough (?:\w+ )?PLACES|coming|able|feeling|well\b)",
    ),
    (
        "don't please stay need",
        r"\b(?:don'?t|do not|no need to) (?:bother|come|go|show up|wait|turn up)\b|\bstay away\b",
    ),
    (
        "no",
        r"\bno (?:more )?(?:T|(?:SESSION|host|speaker|yoga|room) ?(?:today|tonight|at|in|this|after|for|tomorrow|here|[.!;]|$))",
    ),
    (
        "nobody no",
        r"\b(?:nobody|no[ -]one) (?:\w+ )?(?:can get|could get|will fit|came|turned|showed|shows|comes?|coming|there|here"
        r"|turn|turning|gets in|fits)\b",
    ),
    # Moves.
    (
        "move moves moved moving shift switch swap relocate push bump slide slid slip change changing migrate transfer"
        " displace kick squeeze redirect reassign rebook",
        r"\bCHANGE(?: \w+){0,2}? (?:to|into|from|until|till|over to|out of|for|on|by) (?:the |our |room |now )*"
        r"(?:[RT]|(?<!on )DAY\b|another|a (?:bigger|smaller|larger|different|new)|\d+ min|half an hour|an hour|bigger|larger"
        r"|hallway|garden|lobby|lawn|foyer|corridor|terrace|outside|other)"
        r"|\bCHANGE (?:\w+ )?(?:rooms?|venues?|places?|locations?|times?|slots?|days?|dates?|tables?)\b"
        r"|\bCHANGE (?:back(?! on| against)|outside|upstairs|downstairs|next door|by an|by half|by \d)"
        r"|(?:\b(?:we|we've|we're|we are|we have|got|been|has|it|SESSION)|[RT]) (?:just |now |also )?"
        r"(?:moved|moving|shifted|shifting|relocated|switched|swapped|bumped|displaced|kicked|changed)(?= *(?:$|[.,!:;(-]|R|T))",
    ),
    (
        "room venue time place slot location date schedule start host speaker",
        r"\b(?:room|venue|time|place|slot|location|date|schedule|start|host|speaker)[ -](?:has |was |got )?(?:change\w*"
        r"|switch\w*|swap\w*|shift\w*|moved?|moves|update\w*|mix|conflict|clash)\b",
    ),
    (
        "new different another other bigger larger wrong correct updated revised changed alternative",
        r"\b(?:new|different|bigger|larger|wrong|correct|updated|revised|changed|alternative|another|the other)"
        r" (?:start |starting |meeting )?(?:room|venue|time|place|location|slot|date|spot|home|hall|hour)\b",
    ),
    (
        "now",
        r"(?<!right )(?<!happening )(?<!starting )(?<!starts )(?<!on )\bnow (?:in |at |from |@ ?)?(?:room )?[RT]",
    ),
    ("instead", r"\binstead\b"),
    ("actually", r"\bactually (?:in|at|from|[RT])"),
    (
        "has had have need forced must decided going got",
        r"\b(?:have|had|has|need|needs|needed|forced|decided|got) (?:not )?to (?:\w+ly )?(?:not )?(?:stop|move|leave|close|skip|drop"
        r"|postpone|give up|call|disappoint|bail|pass|turn|send|reschedule|relocate|shift|push|change|switch|swap|end|cut"
        r"|abort|scrap|abandon|withdraw|pull|kill|vacate|evacuate|clear|delay|rush|catch|go home|miss|find another"
        r"|find a new|wrap|finish)\b|\bdecided (?:not|against)\b",
    ),
    # No room for more.
    (
        "no not zero without out few lack enough any",
        r"\b(?:no|zero|not enough|not any|without|lack of|too few|hardly any|barely any|not a single|not one"
        r"|n't (?:have )?(?:any|enough)) (?:more |any |single |free |enough |left |empty |remaining |available |other )*"
        r"PLACES\b(?! (?:needed|required|necessary|reserved|for (?:error|excuse|doubt|interpret)|opera|vs|or tabs))",
    ),
    (
        "seats chairs spots places spaces space tickets slots standing people floor",
        r"\b(?:seats?|chairs|spots|places|spaces?|tickets|slots) (?:are |is |have been |has been |were |was |have |all |now )*"
        r"(?:gone|taken|full|filled|out|occupied|exhausted|used|claimed|snapped|finished|ran out|run out)\b"
        r"|\b(?:standing[ -]room|standing only|only standing|people standing|on the floor)\b",
    ),
    ("out", r"\bout of (?!the|this|curiosity|core|band|order|memory|time|scope|sync|bounds|\d|[RT])\w"),
    (
        "packed rammed crammed heaving jammed bursting crowded stuffed overflowing overcrowded overrun brim rafters capacity",
        r"(?:IT|\b(?:we|we're|room|room's|it|it's|hall|place|everything) )(?:is |are |was |were |got |at |has )?(?:\w+ )?"
        r"(?:packed|rammed|crammed|heaving|jammed|bursting|crowded|stuffed|overflowing|overcrowded|overrun)\b"
        r"|\bto the (?:brim|rafters)\b|\bbeyond capacity\b|\bpacked (?:house|room|out)\b",
    ),
    # Over.
    (
        "thanks thank cheers thx kudos",
        r"\b(?:thanks|thank you|thx|cheers|kudos)(?: (?:so much|a lot|again|you all|all|everyone|everybody|folks|y'all))* ?"
        r"(?:for|to (?:all|everyone|everybody|those|you)) (?:\w+ ){0,2}(?:coming|joining|attend\w*|stopping|showing|being|turning"
        r"|particip\w+|such|discussion|session|chat|time|crowd|who|came|joined|talk|visit\w*|dropping)\b",
    ),
    (
        "what such great good awesome amazing lovely fantastic wonderful super nice brilliant excellent fun incredible inspiring",
        r"\bwhat an? (?:\w+ ){0,2}MEETUP\b|(?:^|[.!?:\n] ?)(?:such an? )?(?:really |so )?GOOD MEETUP ?"
        r"(?:at|in|yesterday|earlier|this|everyone|folks|with every|[,!.]|[RT]|$)",
    ),
    ("see", r"\bsee you (?:all )?(?:next (?:year|time)|another)\b"),
    (
        "was went been",
        r"\b(?:it|that|this) (?:was|has been|had been|went) (?:an?|so|really|such|very|absolutely| )*GOOD\b",
    ),
    (
        "done finished ended over",
        r"\bended (?:early|now|already|at|a bit|up|sooner)\b|\b(?:all|already|now|just) (?:done|finished|ended|over)\b(?! (?:the|again|there))",
    ),
    # Not sure.
    (
        "tbc tbd tba tentative unconfirmed pending unless subject provisional unsure might may confirmed",
        r"\b(?:tbc|tbd|tba|tentative(?:ly)?|unconfirmed|provisional(?:ly)?|unless|subject to|not confirmed|unsure)\b"
        r"|\bpending (?:approval|confirm\w*|room|speaker)\b"
        r"|\bm(?:ight|ay) (?:not|be (?:late|full|cancel\w*|moved)|move|change|have to|slip)\b",
    ),
    # Who, and when.
    (
        "ill sick flu fever covid voice hospital migraine unwell poorly poisoning cold",
        r"\b(?:i'm|i am|we're|is|are|feeling|feel|got|fell|down with|has|have|caught|with) (?:the|a|all|really|too|very|both| )*"
        r"(?:ill|sick|flu|fever|covid|unwell|poorly|migraine|cold|in hospital)\b|\blost (?:my|her|his|our|their) voice\b"
        r"|\bfood poisoning\b|\bno voice\b",
    ),
    (
        "off",
        r"(?:IT|\b(?:it|it's|session|that) )(?:is |are )?(?:now |all )?off\b(?! (?:by|to|the|with|topic))"
        r"|\bcall\w* (?:it|this|that|the \w+|everything|things) off\b",
    ),
    # Questions about it, and what others say of it.
    (
        "is are was were did do does has have will isn't wasn't didn't",
        r"(?:^|[.!?:;,\n] ?|\b(?:hey|so|um|wait|and|but|guys|folks|all) )(?:is|are|was|were|did|do|does|has|have|will|isn't|wasn't|didn't) "
        r"(?:it|this|that|the|our|my|we|[RT]+)\b[^.!?\n]*?[RT][^.!?\n]*\?",
    ),
    (
        "still",
        r"\b(?:is|are) (?:\w+ ){0,6}?still (?:on|happening|going|there|a thing|taking)\b[^.!\n]*\?|\b(?:we|it|T|R) still\b[^.!\n]*\?",
    ),
    ("the our this that", r"(?:^|[.!?:\n] ?)MY (?:\w+ )?(?:[RT]+|in|at|for| )+\?"),
    (
        "can could would will",
        r"\b(?:can|could|would|will) (?:someone|somebody|anyone|anybody) (?:please |else |kindly )?(?:open|take|host|run|lead|help|tell"
        r"|bring|cover|let|unlock|check|confirm|move|fill|swap|jump|give|lend|fix|step|stand|replace|clarify|explain where)\b",
    ),
    (
        "says said say lists shows reads claims lies wrong poster according apparently supposedly allegedly rumour rumor",
        r"\b(?:poster|board|whiteboard|app|schedule|website|sign|programme|program|flyer|card|tweet|post|calendar|page|bot|paper|screen|door|map)"
        r" (?:still |also )?(?:says?|said|lists?|listed|shows?|showed|reads?|claims?|lies|lied|is wrong|was wrong|has it)\b"
        r"|\b(?:according to|apparently|supposedly|allegedly|rumou?r)\b",
    ),
    (
        "told heard wrote thought announced posted tweeted promised wanted hoped planned meant supposed intended should would could"
        " idea pretend wish forgot overslept mixed confused realised realized noticed lost left gave ended waited arrived messed missed",
        r"(?<!how )(?<!what )(?<!why )(?<!when )(?<!things )(?<!lessons )(?<!mistakes )(?<!if )\b(?:i|we|i've|we've|i'd|they|she|he) (?:have |had |just |also |accidentally |totally |completely |mistakenly |wrongly )*"
        r"(?:(?:was|were|been) (?:told|going|supposed)|heard|wrote (?:R|T|it\b|that|the)|thought|announced|posted|tweeted|promised|wanted|hoped"
        r"|planned to|meant|intended|forgot|overslept|mixed|confused|reali[sz]ed|noticed|lost (?:my|our|the|her|his) (?:voice|room|slot|host|speaker|projector|way|keys?|space|place|laptop|track)|left|gave|ended|waited|arrived|messed|misread|mistyped)\b"
        r"|\b(?:was|were|is|are) (?:supposed|meant) to (?:be|start|meet|happen|begin|run|take|host)\b|\bi(?:'ve| have)? no idea\b|\bpretend\b|(?<!things )\bi wish (?:we|i)\b"
        r"|\b(?:should|would|could) have (?:been|started|met|happened)\b",
    ),
    # Given away, joined, in search of another.
    (
        "give gave giving given trade lend donate hand take grabs",
        r"\b(?:giv\w+|gave|trad\w+|lend\w*|lent|donat\w+|hand\w*) (?:\w+ ){0,3}?(?:slot|room|space|place|R+|T+|it)\b[^.!?\n]{0,40}?\b(?:to|away|up|back)\b"
        r"|\bup for grabs\b|\btak\w+ (?:over )?(?:the|our|my) (?:[\w]+ ){0,3}slot\b",
    ),
    (
        "merge merged merging joined combined teamed folded absorbed swallowed",
        r"\b(?:merg(?:ed?|es|ing)|combined|teamed up|folded|absorbed|swallowed)\b(?: (?:with|into|in|by|together))|\bjoin(?:ed|ing) forces\b|\bjoining the (?:\w+ )?(?:one|session|group|meetup)\b",
    ),
    (
        "looking searching need needs seeking homeless",
        r"\b(?:looking|searching|hunting|asking) for (?:an?|another|some) (?:\w+ )?(?:home|room|space|place|venue|replacement|substitute|roof|spot)\b"
        r"|\bneeds? an? (?:new )?(?:room|replacement|substitute|home|venue)\b|\bhomeless\b",
    ),
    (
        "been being",
        r"\b(?:has|have|had) (?:now |just |sadly |also |already |unfortunately )?been (?!around|there|here|working|using|to|in|on|an?|the|doing|writing|asked|waiting|\d)(?:\w+ed|taken|stolen|eaten|given|sent|cut|shut|hit|put|thrown|blown|torn)\b",
    ),
    (
        "by",
        r"\b(?:got|been|was|were|is|are|being) (?:now |just |all )?(?!host|led|run\b|sponsor|power|inspir|follow|organi|writ|built|build|support|fund|driv|pow|moderat|guid|present|creat|drawn|made|brought|given|done|recommend|surround|us)"
        r"(?:\w+ed|taken|stolen|eaten|hit|cut|shut|beaten|overrun) (?:up |over )?by\b",
    ),
    (
        "locked closed shut taken occupied cancelled flooded broken booked reserved gone blocked evacuated dead unavailable jammed dark freezing",
        r"\b(?:it|that|door|doors|room|hall|place|projector|beamer|wifi|mic|everything|session|meetup|talk|open space|slot)(?: is| are| was|'s) (?:now |all |already |still |completely |totally |double )*"
        r"(?:locked|closed|shut|taken|occupied|flooded|broken|booked|reserved|gone|blocked|evacuated|dead|unavailable|jammed|dark|freezing|cancell?ed|down)\b",
    ),
    # Sighs.
    (
        "ouch oops argh damn ugh bummer rip nope dang uh oh heartbroken gutted devastated change minute notice unforeseen circumstances turns after due",
        r"\b(?:ouch|argh+|damn|ugh+|bummer|nope|dang|oh no|uh[ -]oh|heartbroken|gutted|devastated|my bad|sad news|rip)\b"
        r"|\blast[ -]minute\b|\bshort notice\b|\bunforeseen\b|\bforce majeure\b|\bafter all\b|\bturns out\b|\bdue to (?!popular|demand|great|high|huge)",
    ),
    ("without", r"\bwithout (?:me|us|an? (?:host|speaker|room|projector)|our (?:host|speaker))\b"),
    (
        "stay bear hang tell let when way home bed airport",
        r"\bbear with (?:us|me)\b|\bhang tight\b|\bstay tuned\b|\b(?:we'll|i'll|will) (?:let you know|tell you|keep you posted|update you)\b|\bwhen we know\b|\b(?:in bed|at the airport|on my way home|gone home|back home)\b",
    ),
    (
        "stuck",
        r"\b(?:i'm|we're|i am|we are|is|got|still|host|speaker) stuck (?:in|on|at|behind|with)\b"
        r"|\bstuck (?:in|on|at) (?:an? |the )?(?:train|traffic|airport|bus|plane|elevator|lift|queue|meeting|hotel|line|tram|bed)\b",
    ),
    (
        "all spots seats places",
        r"\bPLACES\b[^.!?\n]{0,60} (?:are|is|have been|has been|all|were) (?:now |all |already )*(?:gone|taken|full|filled|occupied|claimed)\b",
    ),
    (
        "anything what what's something nothing",
        r"\b(?:anything|what|what's|something) (?:is |else )?(?:going on|happening|on|planned|up) (?:in|at) [^.!\n]{0,40}\?"
        r"|\bnothing (?:\w+ ){0,3}(?:in (?:room )?R|at T|today|tonight)",
    ),
    (
        "there there'll there's",
        r"\bthere(?:'ll be| will be| is|'s|s| are) (?:no|not|no longer)\b(?! (?:such|need|wrong|stupid|dumb|limit|excuse|charge|cost|agenda|slides?"
        r"|registration|dress|pressure|better|shame|place like|free lunch|spoon|magic|silver|way|talks?|speakers?|one|reason|app|script|planet|plan|right|entry|fee|catch|rush|homework|judg\w+|recording|prereq\w+|i in))",
    ),
    ("could can would", r"\b(?:could|can|would|will) (?:the|whoever|all|those|people|everyone|everybody) [^.!\n]{3,70}\?"),
    ("someone somebody anyone please", r"\b(?:someone|somebody|anyone|please) (?:please )?(?:take|grab|use|have) (?:the |our |room )*(?:R|slot|room)"),
    ("or", r"\bor (?:what|not|wasn't it|isn't it|no)\b *(?:$|[?!.])"),
    (
        "if",
        r"\bif (?:enough|nobody|no one|it rains|the (?:weather|room|keynote|previous|session|talk|last|projector|wifi)|time permits|possible|we (?:get|find|reach|can get)|i (?:make|manage|get|can make)|there's (?:enough|space|room)|there is (?:enough|space|room))\b",
    ),
    (
        "or",
        r"[RT] or (?:the (?:hallway|lobby|garden|corridor|room|one)|next door|somewhere|wherever|outside|maybe|whenever|when|as soon|later|earlier|after|if)\b",
    ),
    (
        "maybe perhaps probably possibly",
        r"\b(?:maybe|perhaps|probably|possibly)(?: (?:in|at|around|room|moved|late))? ?[RT]|[RT],? (?:maybe|perhaps|probably|possibly)\b(?! you| your)",
    ),
    (
        "late later earlier early delayed behind",
        r"\b(?:start\w*|begin\w*|running|run|we're|i'm|i am|we are|bit|min\w*|hour|hr) (?:\w+ )?(?:late|later|delayed|behind"
        r"|earlier|early)\b(?! (?:bird|to the|adopt|riser|stage|start))",
    ),
    (
        "kicked thrown chucked booted shooed asked someone somebody another other double",
        r"\b(?:kicked|thrown|chucked|booted|shooed|threw|turfed) (?:us )?out\b|\basked (?:us )?to (?:leave|move|go|stop)\b"
        r"|\b(?:someone|somebody|another|other|a different) (?:\w+ ){0,2}?(?:has|have|is|are|took|got|grabbed|booked|using|stole)"
        r" (?:else )?(?:\w+ ){0,2}?(?:our|the|this|that|it|in|R)|\bdouble[ -]?book\w*",
    ),
    # "Our T in R" is one that is known already: whoever does not ask to come speaks of what became of it.
    (
        "the our my",
        r"(?:^|[.!?:;,\n] ?|\b(?!for|to|at|join|after|before|with|of|in|from|by|until|till|since|attend|visit|see|about|around|on|host|"
        r"hosting|during|starts?|come|and|or|on|next|@)\w+ )(?:the|our|my) (?:R+ )?(?:at )?T++(?! (?:start|slot is free|for (?:anyone|all)|is PLAIN))"
        r"(?! (?:in R++ )?(?:is|are|starts|begins|will be) PLAIN)",
    ),
    (
        "lost found left forgot missing forgotten stolen",
        r"\b(?:lost|found|left|forgot|missing|forgotten|stolen|steal)(?: |: )(?:an?|my|your|their|one|the|his|her|some\w*) (?:[\w-]+ ){0,3}"
        r"(?:notebook|phone|macbook|airpods|adapter|laptop|jacket|bag|badge|charger|bottle|keys?|wallet|glasses|umbrella|scarf|hoodie|cable|headphones|earbuds|mug|coat|hat|backpack|tablet|water bottle|thing)\b",
    ),
    ("don't not never", r"\b(?:don'?t|do not|never) (?:trust|rely|believe the|listen|follow|expect|count on)\b"),
    (
        "error mistake wrong typo misprint flop disaster bust mess joke lie hoax ghost washout incorrect outdated",
        r"IT(?:is|was|are|were) (?:an? |the |just |now |all |out)*(?:error|mistake|wrong|typo|misprint|flop|disaster|bust|mess|joke|lie|hoax|ghost|washout|incorrect|dated|no[ -]?show)\b",
    ),
    ("rather", r"\b(?:i'd|we'd|i would|we would) rather\b"),
    ("pull withdraw scrap withdrawn pulled pulling", r"\bpull(?:ing|ed)? (?:our|the|my|out)\b|\bwithdr\w+"),
    (
        "wait waiting await awaiting fingers limit standby",
        r"\b(?:wait\w*|await\w*) (?:for )?(?:confirmation|approval|an? (?:room|projector|key|host)|the (?:key|room|projector|host|speaker)|to hear|news|word)\b"
        r"|\bfingers crossed\b|\b(?:its|the|at) limit\b|\bon standby\b",
    ),
    ("marshal security staff venue", r"\b(?:fire marshal|security|staff|venue|organi[sz]ers?) (?:has |have |just )?(?:says?|said|told|asked|closed|wants?|gave|needs?|took|decided|kicked|threw)\b"),
    (
        "won't don't doesn't didn't can't isn't not cannot couldn't wouldn't",
        r"NOT (?:be able to |be )?(?:fit(?! in(?:to)? (?!R))|happen\w*|tak\w+ place|work out|make it|go ahead|going ahead|materiali[sz]e|hold (?:you|us|everyone|all|that)|show(?:ed)? up|come together|going to happen)\b",
    ),
    ("flew went happened stays", r"\b(?:flew|went) by\b|\bhappened (?:at|in) (?:the )?[RT]|\bstays in R"),
    ("was were", r"\b(?:you|who|everyone|anybody|anyone|we|i|all) (?:all )?(?:were|was) (?:in|at) (?:the )?[RT]"),
    ("it its it's alone", r"\bit(?:'s| is)? (?:already |now |almost |past )?T+,? and\b|\balone in R|\ball alone\b"),
    ("mixed mix", r"\bmix(?:ed)? up (?:my|the|our|days|times|rooms|your)\b"),
    ("from your calendar calendars diary agenda list", r"\b(?:from|in|off) (?:your|the|my) (?:calendars?|list|diary|diaries|agenda|schedule|board|programme|notes|plans)\b|\bchange your (?:calendars?|plans|diar\w+)\b"),
    ("plan plans evening programme schedule agenda line", r"\b(?:plans?|evening|programme|schedule|agenda|line-?up) (?:has |have |is |are |was )?(?:changed|changing|change\b)"),
    ("no", r"\bno (?:\w+ ){1,3}?(?:in R|at T|today|tonight|tomorrow)\b(?!.{0,12}need)"),
)

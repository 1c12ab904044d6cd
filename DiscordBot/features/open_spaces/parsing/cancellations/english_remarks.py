"""Remarks for `sentences.py` in English: questions, reports, conditions and sighs about a session."""

from __future__ import annotations

from DiscordBot.features.open_spaces.parsing.cancellations.sentence import Sentence

REMARKS = (
    # Questions about it, and what others say of it.
    Sentence(
        "is are was were did do does has have will isn't wasn't didn't",
        r"(?:^|[.!?:;,\n] ?|@\w+ |\b(?:hey|so|um|wait|and|but|guys|folks|all) )(?:is|are|was|were|did|do|does"
        r"|has|have|will|isn't|wasn't|didn't) "
        r"(?:it|this|that|the|our|my|we|[RT]+)\b[^.!?\n]{0,120}?[RT][^.!?\n]{0,120}\?",
    ),
    Sentence(
        "still",
        r"\b(?:is|are) (?:\w+ ){0,6}?still (?:on|happening|going|there|a thing|taking)\b[^.!\n]*\?|\b(?:we"
        r"|it|T|R) still\b[^.!\n]*\?",
    ),
    Sentence("the our this that", r"(?:^|[.!?:\n] ?)MY (?:\w+ )?(?:[RT]+|in|at|for| )+\?"),
    Sentence(
        "can could would will",
        r"\b(?:can|could|would|will) (?:someone|somebody|anyone|anybody) (?:please |else |kindly )?(?:open"
        r"|take|host|run|lead|help|tell"
        r"|bring|cover|let|unlock|check|confirm|move|fill|swap|jump|give|lend|fix|step|stand|replace"
        r"|clarify|explain where)\b",
    ),
    Sentence(
        "says said say lists listed shows showed reads claims lies lied wrong according apparently"
        " supposedly rumour rumor has",
        r"\b(?:poster|board|whiteboard|app|schedule|website|sign|programme|program|flyer|card|tweet|post"
        r"|note|sticker"
        r"|calendar|page|bot|paper|screen|door|map)"
        r" (?:still |also )?(?:says?|said|lists?|listed|shows?|showed|reads?|claims?|lies|lied|is wrong"
        r"|was wrong|has it)\b"
        r"|\b(?:according to|rumou?r (?:has|is|says))\b",
    ),
    Sentence(
        "told heard wrote thought announced posted tweeted promised wanted hoped planned meant supposed"
        " intended should would could idea pretend wish forgot mixed confused realised realized noticed"
        " lost left gave ended waited arrived messed misread mistyped",
        r"(?<!how )(?<!what )(?<!why )(?<!when )(?<!things )(?<!lessons )(?<!mistakes )(?<!if )\b(?:i|we"
        r"|i've|we've|i'd|they|she|he) (?:have |had |just |also |accidentally |totally |completely "
        r"|mistakenly |wrongly )*"
        r"(?:(?:was|were|been) (?:told (?:to|that|it|R|T|we|there\b(?!')|the room)|going(?! to (?:write"
        r"|give|submit|be))|supposed)|heard(?!"
        r" you)"
        r"|wrote (?:R|T|it\b|that|the)|thought|announced"
        r"|posted|tweeted|promised(?! (?:my|to|us|a|you)\b)|wanted(?! to)|hoped"
        r"|planned to|meant|intended|forgot(?! to (?:bring|pack|mention|say|tell))|mixed|confused"
        r"|reali[sz]ed|noticed|lost (?:my|our|the|her"
        r"|his) (?:voice|room|slot|host|speaker|projector|way|keys?|space|place|laptop|track)|left|gave"
        r"|ended|waited|arrived|messed|misread|mistyped)\b"
        r"|\b(?:was|were|is|are) (?:supposed|meant) to (?:be|start|meet|happen|begin|run|take|host)\b"
        r"|\bi(?:'ve| have)? no (?:idea|clue)\b|\bpretend\b|(?<!things )\bi wish (?:we|i)\b"
        r"|\b(?:should|would|could)(?: have|'ve) (?:been|started|met|happened)\b",
    ),
    # Given away, joined, in search of another.
    Sentence(
        "give gave giving given trade lend donate hand take grabs",
        r"\b(?:giv\w+|gave|trad\w+|lend\w*|lent|donat\w+|hand\w*) (?:\w+ ){0,3}?(?:slot|room|space|place"
        r"|R+|T+|it)\b[^.!?\n]{0,40}?\b(?:to|away|up|back)\b"
        r"|\bup for grabs\b|\btak\w+ (?:over )?(?:the|our|my) (?:[\w]+ ){0,3}slot\b",
    ),
    Sentence(
        "merge merged merging joined combined teamed folded absorbed swallowed",
        r"\b(?:merg(?:ed?|es|ing)|combined|teamed up|folded|absorbed|swallowed)\b(?: (?:with|into|in|by"
        r"|together)\b)|\bjoin(?:ed|ing) forces\b|\bjoining the (?:\w+ )?(?:one|session|group|meetup)\b",
    ),
    Sentence(
        "looking searching need needs seeking homeless",
        r"\b(?:looking|searching|hunting|asking) for (?:an?|another|some) (?:\w+ )?(?:home|room|space"
        r"|place|venue|replacement|substitute|roof|spot)\b"
        r"|\bneeds? an? (?:new )?(?:room|replacement|substitute|home|venue)\b|\bhomeless\b",
    ),
    Sentence(
        "been being",
        r"(?:\b(?:has|have|had)|[RT]'s) (?:now |just |sadly |also |already |unfortunately )?been (?!around"
        r"|there|here"
        r"|working|using|to|in|on|an?|the|doing|writing|asked|waiting|\d)(?:\w+ed|taken|stolen|eaten|given"
        r"|sent|cut|shut|hit|put|thrown|blown|torn)\b",
    ),
    Sentence(
        "by",
        r"\b(?:got|been|was|were|is|are|being) (?:now |just |all )?(?!host|led|run\b|sponsor|power|inspir"
        r"|follow|organi|writ|built|build|support|fund|driv|pow|moderat|guid|present|creat|drawn|made"
        r"|brought|given|done|recommend|surround|us)"
        r"(?:\w+ed|taken|stolen|eaten|hit|cut|shut|beaten|overrun) (?:up |over )?by\b",
    ),
    Sentence(
        "locked closed shut taken occupied cancelled flooded broken booked reserved gone blocked evacuated"
        " dead unavailable jammed dark freezing",
        r"\b(?:it|that|door|doors|room|hall|place|projector|beamer|wifi|mic|everything|session|meetup|talk"
        r"|open space|slot)(?: is| are| was|'s) (?:now |all |already |still |completely |totally "
        r"|double )*"
        r"(?:locked|closed|shut|taken|occupied|flooded|broken|booked|reserved|gone|blocked|evacuated|dead"
        r"|unavailable|jammed|dark|freezing|cancell?ed|down)\b",
    ),
    # Sighs.
    Sentence(
        "ouch argh damn ugh bummer rip nope dang oh uh heartbroken gutted devastated bad sad last short"
        " unforeseen force turns after due",
        r"\b(?:ouch|argh+|damn|ugh+|bummer|nope|dang|oh no|uh[ -]oh|heartbroken|gutted|devastated|my bad"
        r"|sad news|rip)\b"
        r"|\blast[ -]minute\b|\bshort notice\b|\bunforeseen\b|\bforce majeure\b"
        r"|\bturns out\b|\bdue to (?!popular|demand|great|high|huge)",
    ),
    Sentence("without", r"\bwithout (?:me|us|an? (?:host|speaker|room|projector)|our (?:host|speaker))\b"),
    Sentence(
        "stay bear hang tell let when way home bed airport",
        r"\bbear with (?:us|me)\b|\b(?:hang|hold|sit) tight\b|\bstay tuned\b|\b(?:we'll|i'll|will) (?:let"
        r" you know"
        r"|tell you|keep you posted|update you)\b|\bwhen we know\b|\b(?:in bed|at the airport"
        r"|on my way home|gone home|back home)\b",
    ),
    Sentence(
        "stuck",
        r"\b(?:i'm|we're|i am|we are|is|got|still|host|speaker) stuck (?:in|on|at|behind|with)\b"
        r"|\bstuck (?:in|on|at) (?:an? |the )?(?:train|traffic|airport|bus|plane|elevator|lift|queue"
        r"|meeting|hotel|line|tram|bed)\b",
    ),
    Sentence(
        "gone taken full filled occupied claimed",
        r"\bPLACES\b[^.!?\n]{0,60} (?:are|is|have been|has been|all|were) (?:now |all |already )*(?:gone"
        r"|taken|full|filled|occupied|claimed)\b",
    ),
    Sentence(
        "anything what what's something nothing",
        r"\b(?:anything|what|what's|something) (?:is |else )?(?:going on|happening|on|planned|up) (?:in"
        r"|at) [^.!\n]{0,40}\?"
        r"|\bnothing (?:\w+ ){0,3}(?:in (?:room )?R|at T|today|tonight)",
    ),
    Sentence(
        "there there'll there's",
        r"\bthere(?:'ll be| will be| is|'s|s| are) (?:no|not|no longer)\b(?! (?:such|need|wrong|stupid"
        r"|dumb|limit|excuse|charge|cost|agenda|slides?"
        r"|registration|dress|pressure|better|shame|place like|free lunch|spoon|magic|silver|way|talks?"
        r"|speakers?|one|reason|app|script|planet|plan|right|entry|fee|catch|rush|homework|judg\w+"
        r"|recording|prereq\w+|i in))",
    ),
    Sentence(
        "could can would",
        r"\b(?:could|can|would|will) (?:the|whoever|all|those|people|everyone|everybody) [^.!\n]{3,70}\?",
    ),
    Sentence(
        "someone somebody anyone please",
        r"\b(?:someone|somebody|anyone|please) (?:please )?(?:take|grab|use|have) (?:the |our |room )*(?:R"
        r"|slot|room)",
    ),
    Sentence("or", r"\bor (?:what|not|wasn't it|isn't it|no)\b *(?:$|#|[?!.])"),
    Sentence(
        "if",
        r"\bif (?:enough|nobody|no one|it rains|the (?:weather|room|keynote|previous|session|talk|last"
        r"|projector|wifi)|time permits|possible|we (?:get|find|reach|can get)|i (?:make|manage|get"
        r"|can make)|there's (?:enough|space|room)|there is (?:enough|space|room))\b",
    ),
    Sentence(
        "or",
        r"[RT] or (?:the (?:hallway|lobby|garden|corridor|room|one)|next door|somewhere|wherever|outside"
        r"|maybe|whenever|when|as soon|later|earlier|after|if)\b",
    ),
    Sentence(
        "maybe perhaps probably possibly",
        r"\b(?:maybe|perhaps|probably|possibly)(?: (?:in|at|around|room|moved|late))? ?[RT]"
        r"|[RT],? (?:maybe|perhaps|probably|possibly)\b(?! you| your)",
    ),
    Sentence(
        "late later earlier early delayed behind",
        r"\b(?:start\w*|begin\w*|running|run|we're|i'm|i am|we are|bit|min\w*|hour|hr) (?:\w+ )?(?:late"
        r"|later|delayed|behind"
        r"|earlier|early)\b(?! (?:bird|to the|adopt|riser|stage|start))",
    ),
    Sentence(
        "kicked thrown chucked booted shooed asked someone somebody another other double",
        r"\b(?:kicked|thrown|chucked|booted|shooed|threw|turfed) (?:us )?out\b(?! of your)"
        r"|\basked (?:us )?to (?:leave"
        r"|move|go|stop)\b"
        r"|\b(?:someone|somebody|another|other|a different) (?:\w+ ){0,2}?(?:has|have|is|are|took|got"
        r"|grabbed|booked|using|stole)"
        r" (?:else )?(?:\w+ ){0,2}?(?:our|the|this|that|it|in|R)|\bdouble[ -]?book\w*",
    ),
    # "Our T in R" is one that is known already: whoever does not ask to come speaks of what became of it.
    Sentence(
        "the our my",
        r"(?:^|[.!?:;,\n] ?|\b(?!for|to|at|join|after|before|with|of|in|from|by|until|till|since|attend"
        r"|visit|see|about|around|on|host|"
        r"hosting|during|starts?|come|and|or|on|next|@)\w+ )(?:the|our|my) (?:(?:R+ )?(?:at )?T++"
        r"|R++ (?:SESSION|thing|hour|one)\b)(?! (?:start"
        r"|slot is free|for (?:anyone|all)|is PLAIN))"
        r"(?! (?:in R++ )?(?:is|are|starts|begins|will be) PLAIN)",
    ),
    Sentence(
        "lost found left forgot missing forgotten stolen",
        r"\b(?:lost|found|left|forgot|missing|forgotten|stolen|steal)(?: |: )(?:an?|my|your|their|one|the"
        r"|his|her|some\w*) (?:[\w-]+ ){0,3}"
        r"(?:notebook|phone|macbook|airpods|adapter|laptop|jacket|bag|badge|charger|bottle|keys?|wallet"
        r"|glasses|umbrella|scarf|hoodie|cable|headphones|earbuds|mug|coat|hat|backpack|tablet"
        r"|water bottle|thing)\b",
    ),
    Sentence(
        "don't not never",
        r"\b(?:don'?t|do not|never) (?:trust|rely|believe the|listen|follow|look for|search|expect"
        r"|count on)\b",
    ),
    Sentence(
        "error mistake wrong typo misprint flop disaster bust mess joke lie hoax ghost washout incorrect"
        " outdated no nope myth",
        r"IT(?:is|was|are|were) (?:an? |the |just |now |all |out)*(?:error|mistake|wrong|typo|misprint"
        r"|no|nope|myth|flop|disaster|bust|mess|joke|lie|hoax|ghost|washout|incorrect|dated|no[ -]?show)\b",
    ),
    Sentence("rather", r"\b(?:i'd|we'd|i would|we would) rather\b"),
    Sentence("pull pulled pulling", r"\bpull(?:ing|ed)? (?:our|the|my|out)\b"),
    Sentence(
        "wait waiting await awaiting fingers limit standby",
        r"\b(?:wait\w*|await\w*) (?:for )?(?:confirmation|approval|an? (?:room|projector|key|host)"
        r"|the (?:key|room|projector|host|speaker)|to hear|news|word)\b"
        r"|\bfingers crossed\b|\b(?:its|the|at) limit\b|\bon standby\b",
    ),
    Sentence(
        "marshal security staff venue organi organiser organizer",
        r"\b(?:fire marshal|security|staff|venue|organi[sz]ers?) (?:has |have |just )?(?:says?|said|told"
        r"|asked|closed|wants?|gave|needs?|took|decided|kicked|threw)\b",
    ),
    Sentence(
        "won't don't doesn't didn't can't isn't not cannot couldn't wouldn't",
        r"NOT (?:be able to |be )?(?:fit(?! in(?:to)? (?!R))|happen\w*|tak\w+ place|work out|make it"
        r"|go ahead|going ahead|materiali[sz]e|hold (?:you|us|everyone|all|that)|show(?:ed)? up"
        r"|come together|going to happen)\b",
    ),
    Sentence(
        "flew went happened stays", r"\b(?:flew|went) by\b|\bhappened (?:at|in) (?:the )?[RT]|\bstays in R"
    ),
    Sentence(
        "was were",
        r"\b(?:you|who|everyone|anybody|anyone|we|i|all) (?:all )?(?:were|was) (?:in|at) (?:the )?[RT]",
    ),
    Sentence(
        "it its it's alone",
        r"\bit(?:'s| is)? (?:already |now |almost |past )?T+,? and\b|\balone in R|\ball alone\b",
    ),
    Sentence("mixed mix", r"\bmix(?:ed)? up (?:my|the|our|days|times|rooms|your)\b"),
    Sentence(
        "from your calendar calendars diary agenda list",
        r"\b(?:from|in|off) (?:your|the|my) (?:calendars?|list|diary|diaries|agenda|schedule|board"
        r"|programme|notes|plans)\b|\bchange your (?:calendars?|plans|diar\w+)\b",
    ),
    Sentence(
        "plan plans evening programme schedule agenda line",
        r"\b(?:plans?|evening|programme|schedule|agenda|line-?up) (?:has |have |is |are |was )?(?:changed"
        r"|changing|change\b)",
    ),
    Sentence("no", r"\bno (?:\w+ ){1,3}?(?:in R|at T|today|tonight|tomorrow)\b(?!.{0,12}need)"),
    Sentence(
        "lie true mistake", r"\b(?:it's|it is|that's|that is) (?:all )?(?:a lie|not true|a mistake|wrong)\b"
    ),
    Sentence(
        "who who's whoever",
        r"\bwho(?:'s| is| has)? (?:took|taken|stole|stolen|locked|closed|moved|booked|removed|erased|using"
        r"|reserved|in R|has the|has our)\b"
        r"|\bwhoever (?:is|was|booked|has|took|left)\b",
    ),
    Sentence(
        "assuming provided long case",
        r"\bassuming (?:we|my|i|the|that|nobody|no|it|our)\b|\bprovided (?:that|the|we|i|my|our)\b"
        r"|\bin case (?:the|we|i|of)\b",
    ),
    Sentence(
        "consider dissolved shrank", r"\bconsider (?:it|this|that|the|our|[RT])|\bdissolved\b|\bshr[au]nk\b"
    ),
    Sentence(
        "exploded died broke burned burnt crashed failed melted vanished disappeared",
        r"\bHOST\b ?WHERE ?(?:has |just )?(?:exploded|died|broke|burn\w+|crashed|failed|melted|vanished"
        r"|disappeared)\b",
    ),
    Sentence(
        "history toast cancelled gone dead over off full",
        r"(?:SESSION|[RT]+) ?(?:=|->) ?(?:history|toast|cancell?ed|gone|dead|over|off|full)\b",
    ),
    Sentence("more", r"[RT] no more\b|\bno more(?= *(?:$|#|[.!,]))"),
    Sentence("still", r"\bstill no (?!slides|agenda|plans?\b)\w"),
    Sentence("waited", r"\b(?:you|i|we|who|people) (?:also |all |have |just )*waited\b"),
    Sentence("ignore", r"\bignore (?:it|everything|me|us)\b"),
)

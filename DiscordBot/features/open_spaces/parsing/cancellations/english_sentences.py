"""Sentences for `sentences.py` in English: words needed, and the pattern."""

from __future__ import annotations

from DiscordBot.features.open_spaces.parsing.cancellations.sentence import Sentence

ENGLISH = (
    # The session or the room is, was, has anything but what announcements say of them.
    Sentence(
        "is are isn't seems looks stays feels remains",
        r"IT(?:just |already |suddenly |kinda |still )?(?:is|are|seems|looks|stays|feels|remains) (?:now"
        r" )?(?!PLAIN)\w",
    ),
    Sentence(
        "was were went goes got gets fell died failed won't can't isn't doesn't didn't wasn't hasn't"
        " couldn't not never cannot",
        r"IT(?:just |already |suddenly |kinda |still |also )?(?:was|were|went|goes|got|gets|fell|died"
        r"|failed) (?!in \d|so (?:full|popular|good)|added|booked|born)\w"
        r"|ITNOT (?!in \d|so (?:full|popular|good)|OF_US)\w",
    ),
    Sentence(
        "has had have",
        r"IT(?:has|had|have) (?:now )?(?:(?!HAVING)|an? (?:wait|new|problem|leak|conflict|clash|different"
        r"|queue|line\b|double))\w",
    ),
    # "The T in R bites the dust": what it does, unless announcements do that.
    Sentence(
        "the our my this",
        r"\bMY (?:(?:[\w'+.&/#-]+ ){0,4}?SESSION\b ?|(?=[RT]))WHERE (?!DOING)(?:\w{3,}(?:s|ed)|bit|broke"
        r"|blew|sank|ran|lost|won't"
        r"|fell|became|came|flew|died|froze)\b",
    ),
    Sentence("becomes became turns turned", r"IT(?:becomes|became|turns|turned) (?:in)?to?\b"),
    Sentence(
        "is are was were isn't aren't isnt arent",
        r"\b(?:is|are|was|were)(?:n'?t| not) (?:on\b|happening|taking place|going ahead|running|today"
        r"|tonight|here|available"
        r"|possible|coming|in R|at T|ours|feeling|well|able|ready|allowed)",
    ),
    Sentence("skip skipping", r"\b(?:let's|we|we'll|i|i'll|we're|i'm) (?:\w+ )?skip(?:ping)?\b"),
    Sentence("make", r"\bmake (?:it|that) (?:a |at |in |room )?(?:[RT]|DAY)"),
    Sentence(
        "way until till air water queue line loved enjoyed take",
        r"\bno way in\b|\b(?:until|till) next (?:year|time)\b|\bup in the air\b|\bdead in the water\b"
        r"|\b(?:queue|line|queueing|queuing|people) (?:is |goes |already )?(?:down|out|outside|around"
        r"|up to|in the hall\w*|to the)\b"
        r"|\b(?:loved|enjoyed) (?:our|the|this|every|having|seeing|meeting|chatting|talking)\b",
    ),
    Sentence(
        "is are has had got lost missed fell broke died stuck couldn't can't didn't never won't isn't",
        r"(?:\b(?:our|my|the|his|her) (?:\w+ )?|CLAUSE|[RT]'s )HOST WHERE ?(?:just |now |has |is )?(?:is"
        r"|are|has"
        r"|had|got|lost"
        r"|missed|fell|broke"
        r"|died|crashed|failed|can|can't|could|couldn't|didn't|never|won't|isn't|stuck|down|sick|ill|late"
        r"|delayed"
        r"|gone|dead)\b(?! (?:\d+|HAVING|an?|the|from|at|in|by|our|my|ready|here|GOOD|back|free|on)\b)",
    ),
    # "Not" of us or of it.
    Sentence(
        "won't can't cannot couldn't isn't aren't wasn't weren't don't doesn't didn't haven't hasn't not"
        " never longer"
        " wont cant isnt dont doesnt didnt",
        # Of a sentence without room and time only what says that somebody is not there.
        r"(?:\b(?:we|i|he|she|they|nobody|HOST|SESSION|[RT]+) ?)NOT\b"
        r"(?!(?: (?:be|have|get|to|want|even|do|going|gonna|been)){0,3} OF_US)"
        r"(?=[^.!?\n]*[RT]| (?:\w+ ){0,2}?(?:make|host|run|hold|come|attend|do|be|show|start|happen|fit|stay"
        r"|take|open|meet|present|give|lead|join|continue|sure|coming|able)\b)"
        r"|(?<![RT])[RT][^.!?\n]{0,90}?(?:\b(?:we|i|he|she|they|nobody|HOST|SESSION) |(?<=[RT]) ?)NOT\b"
        r"(?!(?: (?:be|have|get|to|want|even|do|going|gonna|been)){0,3} OF_US)",
    ),
    Sentence(
        "won't can't cannot isn't doesn't didn't not couldn't wont isnt",
        r"\b(?:it|this|that|there) ?NOT (?:\w+ ){0,2}?(?:a thing|going to be|gonna be|happen\w*|work out"
        r"|tak\w+ place|run|go ahead|going ahead|start|on"
        r"|fit|possible|today|tonight|tomorrow|in R|at T|sessions?|meetup|open space|seats?|space|chairs?)",
    ),
    Sentence(
        "not",
        r"\bnot (?:today|tonight|this time|here|at T|in R|T|R|happening|going to happen|meeting|possible"
        r"|available"
        r"|any ?more|(?:\d+ ?% |entirely |really |quite |yet )?sure (?:if|we|i|whether|yet|who|where|when"
        r"|which|about)|enough (?:\w+ )?PLACES|coming|able|feeling|well\b)",
    ),
    Sentence(
        "don't please stay need",
        r"\b(?:don'?t|do not|no need to) (?:bother|come|go|show up|wait|turn up)\b|\bstay away\b",
    ),
    Sentence(
        "no",
        r"\bno (?:more )?(?:T|(?:SESSION|host|speaker|yoga|room) ?(?:today|tonight|at|in|this|after|for"
        r"|tomorrow|here|[.!;]|$|#))",
    ),
    Sentence(
        "nobody no",
        r"\b(?:nobody|no[ -]one) (?:\w+ )?(?:can get|could get|will fit|came|turned|showed|shows|comes?"
        r"|coming|there|here"
        r"|turn|turning|gets in|fits)\b",
    ),
    # Moves.
    Sentence(
        "move moves moved moving shift switch swap relocate push bump slide slid slip change changing"
        " migrate transfer"
        " displace kick squeeze redirect reassign rebook",
        r"\bCHANGE(?: \w+){0,2}? (?:to|into|from|until|till|over to|out of|for|on|by) (?:the |our |room "
        r"|now )*"
        r"(?:[RT]|(?<!on )DAY\b|another|a (?:bigger|smaller|larger|different|new)|\d+ min|half an hour"
        r"|an hour|bigger|larger"
        r"|hallway|garden|lobby|lawn|foyer|corridor|terrace|outside|other)"
        r"|\bCHANGE (?:\w+ )?(?:rooms?|venues?|places?|locations?|times?|slots?|days?|dates?|tables?)\b"
        r"|\bCHANGE (?:back(?! on| against)|outside|upstairs|downstairs|next door|by an|by half|by \d)"
        r"|(?:\b(?:we|we've|we're|we are|we have|got|been|has|it|SESSION)|[RT]) (?:just |now |also )?"
        r"(?:moved|moving|shifted|shifting|relocated|switched|swapped|bumped|displaced|kicked"
        r"|changed)(?= *(?:$|#|[.,!:;(-]|R|T))",
    ),
    Sentence(
        "change changes changed switch swap shift moved move moves update mix conflict clash",
        r"\b(?:room|venue|time|place|slot|location|date|schedule|start|host|speaker)[ -](?:has |was "
        r"|got )?(?:change\w*"
        r"|switch\w*|swap\w*|shift\w*|moved?|moves|update\w*|mix|conflict|clash)\b",
    ),
    Sentence(
        "new different another other bigger larger wrong correct updated revised changed alternative",
        r"\b(?:new|different|bigger|larger|wrong|correct|updated|revised|changed|alternative|another"
        r"|the other)"
        r" (?:start |starting |meeting )?(?:room|venue|time|place|location|slot|date|spot|home|hall|hour)\b",
    ),
    Sentence(
        "now",
        r"(?<!right )(?<!happening )(?<!starting )(?<!starts )(?<!on )\bnow (?:in |at |from "
        r"|@ ?)?(?:room )?[RT]",
    ),
    Sentence("instead", r"\binstead\b"),
    Sentence("actually", r"\bactually (?:in|at|from|[RT])"),
    Sentence(
        "has had have need forced must decided going got",
        r"\b(?:have|had|has|need|needs|needed|forced|decided|got) (?:not )?to (?:\w+ly )?(?:not )?(?:stop"
        r"|move|leave|close|skip|drop"
        r"|postpone|give up|call|disappoint|bail|pass|turn|send|reschedule|relocate|shift|push|change"
        r"|switch|swap|end|cut"
        r"|abort|scrap|abandon|withdraw|pull|kill|vacate|evacuate|clear|delay|rush|catch|go home|miss"
        r"|find another"
        r"|find a new|wrap|finish)\b|\bdecided (?:not|against)\b",
    ),
    # No room for more.
    Sentence(
        "no not zero without out few lack enough any",
        r"\b(?:no|zero|not enough|not any|without|lack of|too few|hardly any|barely any|not a single|not one"
        r"|n't (?:have )?(?:any|enough)) (?:more |any |single |free |enough |left |empty |remaining "
        r"|available |other )*"
        r"PLACES\b(?! (?:needed|required|necessary|reserved|for (?:error|excuse|doubt|interpret)|opera|vs"
        r"|or tabs))",
    ),
    Sentence(
        "gone taken full filled out occupied exhausted used claimed snapped finished ran run standing"
        " floor stairs",
        r"\b(?:seats?|chairs|spots|places|spaces?|tickets|slots) (?:are |is |have been |has been |were "
        r"|was |have |all |now )*"
        r"(?:gone|taken|full|filled|out|occupied|exhausted|used|claimed|snapped|finished|ran out|run out)\b"
        r"|\b(?:standing[ -]room|standing only|only standing|people standing|on the floor"
        r"|on (?:the )?stairs)\b",
    ),
    Sentence(
        "out",
        r"\bout of (?!names?\b|ideas?|topics|coffee|patience|excuses|puns|the|this|curiosity|core|band"
        r"|order|memory|time|scope|sync|bounds|\d|[RT])\w",
    ),
    Sentence(
        "packed rammed crammed heaving jammed bursting crowded stuffed brim rafters beyond",
        r"(?:IT|\b(?:we|we're|room|room's|it|it's|hall|place|everything) )(?:is |are |was |were |got |at "
        r"|has )?(?:\w+ )?"
        r"(?:packed|rammed|crammed|heaving|jammed|bursting|crowded|stuffed|overflowing|overcrowded|overrun)\b"
        r"|\bto the (?:brim|rafters)\b|\bbeyond capacity\b|\bpacked (?:house|room|out)\b",
    ),
    # Over.
    Sentence(
        "thanks thank cheers thx kudos",
        r"\b(?:thanks|thank you|thx|cheers|kudos)(?: (?:so much|a lot|again|you all|all|everyone|everybody"
        r"|folks|y'all))* ?"
        r"(?:for|to (?:all|everyone|everybody|those|you)) (?:\w+ ){0,2}(?:coming|joining|attend\w*"
        r"|stopping|showing|being|turning"
        r"|particip\w+|such|discussion|session|chat|time|crowd|who (?!asked|voted|requested|helped|wanted)"
        r"|came|joined|talk|visit\w*|dropping)\b",
    ),
    Sentence(
        "what such great good awesome amazing lovely fantastic wonderful super nice brilliant excellent"
        " fun incredible inspiring",
        r"\bwhat an? (?:\w+ ){0,2}MEETUP\b|(?:^|[.!?:\n] ?)(?:such an? )?(?:really |so )?GOOD MEETUP ?"
        r"(?:at|in|yesterday|earlier|this|everyone|folks|with every|[,!.]|[RT]|$|#)",
    ),
    Sentence("see", r"\bsee you (?:all )?(?:next (?:year|time)|another)\b"),
    Sentence(
        "was went been",
        r"\b(?:it|that|this) (?:was|has been|had been|went) (?:an?|so|really|such|very|absolutely| )*GOOD\b",
    ),
    Sentence(
        "done finished ended over",
        r"\bended (?:early|now|already|at|a bit|up|sooner)\b|\b(?:all|already|now|just) (?:done|finished"
        r"|ended|over)\b(?! (?:the|again|there))",
    ),
    # Not sure.
    Sentence(
        "tbc tbd tba tentative unconfirmed pending unless subject provisional unsure might may confirmed",
        r"\b(?:tbc|tbd|tba|(?<!eme )(?<!ere )tentative(?:ly)?|unconfirmed|provisional(?:ly)?|unless|subject"
        r" to|not confirmed"
        r"|unsure)\b"
        r"|(?<!you )\bm(?:ight|ay) (?:not|be (?:late|full|cancel\w*|moved)|move|change|have to|slip)\b",
    ),
    # Who, and when.
    Sentence(
        "ill sick flu fever covid voice hospital migraine unwell poorly poisoning cold",
        r"\b(?:i'm|i am|we're|is|are|feeling|feel|got|fell|down with|has|have|caught|with) (?:the|a|all"
        r"|really|too|very|both| )*"
        r"(?:ill|sick|flu|fever|covid|unwell|poorly|migraine|cold|in hospital)\b(?! of\b)|\blost (?:my|her"
        r"|his|our"
        r"|their) voice\b"
        r"|\bfood poisoning\b|\bno voice\b",
    ),
    Sentence(
        "off",
        r"(?:IT(?:is |are )?|\b(?:it|session|that) (?:is|was|are) |\bit's )(?:now |all )?off\b(?! (?:by|to"
        r"|the|with|topic))"
        r"|\bcall\w* (?:it|this|that|the \w+|everything|things) off\b",
    ),
)

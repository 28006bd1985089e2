#!/usr/bin/env python3
"""Makes data/lang/en/lemma.toml from the training part of the UD English treebank and a list of verbs.

Usage: make_lemma.py TRAIN.conllu > data/lang/en/lemma.toml
Every suffix rule is the majority of the word types it covers; what a rule gets wrong goes to the table of exceptions.
"""
import collections
import sys

GROUPS = {
    "VBD": "past", "VBN": "participle", "VBG": "gerund", "VBZ": "third", "NNS": "plural", "NNPS": "plural",
    "JJR": "comparative", "RBR": "comparative", "JJS": "superlative", "RBS": "superlative",
}
# Verbs of conflict reporting and common ones that the treebank has rarely or never.
VERBS = """shell bomb bombard ambush abduct kidnap raid storm besiege encircle evacuate liberate annex intercept jam down
detonate explode blast torch burn loot pillage plunder rape torture behead execute massacre slaughter murder assassinate lynch maim
wound injure hurt hit strike pound pummel batter hammer target fire launch lob hurl drop strafe snipe shoot gun mow stab slit
arrest detain capture seize hold imprison jail release free swap exchange clash skirmish fight battle engage repel repulse rout
advance withdraw retreat redeploy deploy mobilise mobilize conscript recruit train arm equip supply smuggle infiltrate penetrate
claim deny confirm warn vow pledge threaten accuse blame condemn denounce allege assert insist maintain announce declare state report
quote cite add note stress emphasise emphasize reiterate acknowledge admit concede reveal disclose predict estimate count tally
demolish destroy flatten level raze damage wreck sink scuttle board hijack divert derail crash collapse bury trap pull rescue
displace flee shelter starve blockade cordon patrol search sweep clear comb cross breach violate shatter collapse resume halt stop
kill die perish succumb martyr eliminate neutralise neutralize liquidate decimate annihilate wipe thwart foil prevent defuse dismantle
plant lay rig booby-trap carry transport ferry ship airlift parachute shadow track monitor observe spot sight identify verify
bulldoze uproot confiscate expel deport exile banish occupy invade overrun recapture retake regain lose secure control besiege
storm assault attack counterattack retaliate avenge respond escalate intensify step crush quell suppress disperse tear-gas rain
stone throw hurl torch set ignite blaze rage rampage riot protest march demonstrate gather call urge appeal demand
hospitalise hospitalize treat bandage amputate bleed limp wail mourn bury inter commemorate shrug lug drag jog plot rob stun ram
pin plan ban slam cram scar mar stir tip trip strip drip grip slip whip ship chop flop hop pop stop top drop crop swap tap rap wrap
zap map nap snap slap trap clap bat pat chat spot knot plot trot rot dot blot pit knit split commit admit permit submit omit emit transmit
refer defer infer confer occur recur incur deter transfer prefer rebel repel expel compel propel dispel patrol control enrol
equip handicap kidnap worship bus gas focus bias travel cancel model level label quarrel tunnel channel signal total fuel duel
use cause accuse abuse refuse excuse confuse defuse diffuse infuse release increase decrease lease cease please tease crease praise raise
ease phrase erase chase purchase close expose impose propose oppose compose dispose suppose lose choose those dose pose nose house rouse
rehouse browse arouse advise revise devise supervise promise compromise surprise exercise practise premise rise arise poise noise
seize organise organize realise realize recognise recognize criticise criticize authorise authorize radicalise radicalize
move remove prove approve improve solve resolve involve evolve serve preserve reserve observe deserve starve carve have live give
drive strive survive revive arrive deprive forgive leave believe relieve achieve receive deceive perceive conceive grieve save shave rave wave
bake take make wake shake rake fake like strike bike hike choke smoke provoke invoke evoke revoke joke poke stroke broke
place replace face race trace pace brace embrace surface menace force enforce reinforce divorce pierce fierce produce reduce introduce
induce deduce seduce slice price splice notice police practice office sacrifice entice dance advance finance balance glance chance
announce pronounce denounce renounce bounce pounce ounce convince evidence influence sentence silence experience commence
change exchange arrange range challenge avenge revenge plunge lunge charge discharge enlarge emerge merge submerge surge purge urge
manage damage engage rage ravage salvage page stage wage encourage discourage outrage oblige judge lodge dodge pledge hedge edge nudge bridge
bury carry marry hurry worry vary deny rely reply apply supply imply comply multiply try dry cry fry spy pry terrify identify verify
classify justify qualify modify notify testify clarify specify intensify fortify magnify unify signify accompany copy envy levy
tie die lie vie untie hoe shoe toe agree flee free see guarantee oversee decree foresee disagree
argue value rescue continue pursue issue sue glue queue subdue rue plague fatigue
write smite bite unite ignite invite cite incite recite excite quote vote note devote denote promote dote compete delete complete
create relate debate hate date rate state locate relocate evacuate devastate dominate eliminate terminate nominate assassinate
retaliate escalate negotiate mediate deviate radiate associate appreciate initiate humiliate infiltrate penetrate perpetrate concentrate
operate cooperate liberate generate tolerate exaggerate deteriorate separate decorate celebrate demonstrate orchestrate illustrate
violate isolate inflate regulate calculate formulate circulate accumulate speculate stipulate annihilate mutilate assimilate
execute prosecute persecute contribute distribute attribute constitute institute substitute dispute compute mute refute salute pollute
wipe pipe hope cope grope rope escape shape scrape rape tape type swipe strafe chafe knife
cable enable disable handle settle battle rattle shuttle struggle smuggle juggle tackle buckle trouble double scramble gamble tumble
crumble stumble assemble dismantle startle single mingle tangle handle bundle dwindle kindle bottle throttle topple cripple couple
rule schedule fuel file smile compile pile exile while reconcile sample trample example resemble title entitle
tune prune fine define refine decline combine confine mine examine determine undermine imagine shine line outline join ruin obtain
explain remain contain maintain sustain attain detain retain entertain gain train strain drain stain chain refrain restrain complain
fire hire tire retire inspire conspire expire acquire require inquire enquire admire desire wire fare stare share scare dare care
prepare compare declare bare spare glare ignore explore restore store score adore bore shore core gore secure injure capture torture
rupture puncture structure picture feature nurture measure treasure pressure assure insure ensure reassure figure conjure cure endure
hear clear fear appear disappear near tear wear bear swear rear gear steer cheer veer peer pioneer volunteer engineer
wound sound round ground found bound pound surround impound compound hound mount count amount discount account
""".split()

# Forms that no rule gives; own knowledge, British and American.
IRREGULAR = {
    "past": """was be|were be|had have|did do|said say|got get|took take|went go|came come|told tell|made make|found find|gave give
thought think|left leave|sent send|saw see|felt feel|knew know|brought bring|spent spend|began begin|kept keep|heard hear|became become
spoke speak|paid pay|bought buy|shot shoot|hit hit|struck strike|fought fight|fled flee|held hold|lost lose|fell fall|led lead|met meet
ran run|rose rise|sat sit|stood stand|taught teach|caught catch|sought seek|won win|wrote write|drove drive|flew fly|threw throw
blew blow|grew grow|drew draw|broke break|chose choose|froze freeze|stole steal|wore wear|tore tear|swore swear|bore bear|laid lay|lay lie
lied lie|died die|tied tie|vied vie|dug dig|hung hang|stuck stick|stung sting|swung swing|flung fling|clung cling|spun spin|sank sink|sunk sink
sprang spring|swam swim|sang sing|rang ring|drank drink|shrank shrink|stank stink|slept sleep|swept sweep|wept weep|crept creep|leapt leap
dealt deal|meant mean|dreamt dream|burnt burn|learnt learn|bent bend|lent lend|built build|bound bind|wound wind|ground grind|fed feed
bled bleed|bred breed|sped speed|slid slide|hid hide|bit bite|lit light|shone shine|shook shake|woke wake|arose arise|overran overrun
overthrew overthrow|overtook overtake|withdrew withdraw|withstood withstand|understood understand|undertook undertake|underwent undergo
retook retake|rebuilt rebuild|forbade forbid|forgave forgive|forgot forget|foresaw foresee|mistook mistake|upheld uphold|withheld withhold
beheld behold|beset beset|cast cast|broadcast broadcast|cost cost|cut cut|burst burst|hurt hurt|put put|set set|shut shut|spread spread
split split|quit quit|rid rid|shed shed|thrust thrust|upset upset|let let|bet bet|read read|sold sell|slew slay|strove strive|trod tread
rode ride|ate eat|lain lie|slit slit|outran outrun|offset offset|undid undo|redid redo|outfought outfight|knelt kneel|spat spit|spilt spill
spoilt spoil|dwelt dwell|smelt smell|spelt spell|wove weave|awoke awake|befell befall|begot beget|bade bid|drove drive|'d have|’d have|did do
strode stride|bombed bomb|swelled swell|used use|led lead|misled mislead|shelled shell|wounded wound|founded found|grounded ground""",
    "participle": """been be|had have|done do|seen see|given give|taken take|known know|gone go|written write|born bear|borne bear|shown show
come come|become become|begun begin|spoken speak|shot shoot|struck strike|stricken strike|driven drive|flown fly|thrown throw|blown blow
grown grow|drawn draw|broken break|chosen choose|frozen freeze|stolen steal|worn wear|torn tear|sworn swear|hidden hide|bitten bite
beaten beat|eaten eat|fallen fall|forbidden forbid|forgiven forgive|forgotten forget|got get|gotten get|hit hit|hung hang|lain lie
mistaken mistake|overthrown overthrow|overrun overrun|overtaken overtake|proven prove|ridden ride|risen rise|run run|shaken shake|slain slay
sprung spring|sunk sink|swollen swell|swum swim|sung sing|undergone undergo|undertaken undertake|withdrawn withdraw|withheld withhold
woken wake|woven weave|awoken awake|arisen arise|sewn sew|sown sow|mown mow|hewn hew|strewn strew|sawn saw|riven rive|rent rend|retaken retake
foreseen foresee|overseen oversee|outdone outdo|undone undo|redone redo|trodden tread|striven strive|shrunk shrink|drunk drink|rung ring
stunk stink|begotten beget|bidden bid|bound bind|wound wind|ground grind|laden lade|lit light""",
    "gerund": "dying die|lying lie|tying tie|vying vie|untying untie|being be|dyeing dye|singeing singe|eyeing eye|fleeing flee|shelling shell",
    "third": "is be|'s be|’s be|has have|does do|goes go|undergoes undergo|dies die|lies lie|ties tie|vies vie|s be|undoes undo|echoes echo|vetoes veto",
    "plural": """men man|women woman|children child|people people|feet foot|teeth tooth|geese goose|mice mouse|lice louse|oxen ox|dice die
policemen policeman|policewomen policewoman|gunmen gunman|militiamen militiaman|servicemen serviceman|servicewomen servicewoman
spokesmen spokesman|spokeswomen spokeswoman|congressmen congressman|tribesmen tribesman|clergymen clergyman|fishermen fisherman
riflemen rifleman|airmen airman|seamen seaman|horsemen horseman|swordsmen swordsman|countrymen countryman|businessmen businessman
cameramen cameraman|guardsmen guardsman|infantrymen infantryman|bondsmen bondsman|kinsmen kinsman|henchmen henchman|townsmen townsman
lives life|wives wife|knives knife|housewives housewife|midwives midwife|halves half|wolves wolf|leaves leaf|loaves loaf|shelves shelf
thieves thief|calves calf|scarves scarf|hooves hoof|selves self|crises crisis|analyses analysis|bases base|axes axis|theses thesis
hypotheses hypothesis|oases oasis|parentheses parenthesis|emphases emphasis|diagnoses diagnosis|phenomena phenomenon|criteria criterion
media medium|data datum|bacteria bacterium|memoranda memorandum|strata stratum|alumni alumnus|cacti cactus|nuclei nucleus|fungi fungus
stimuli stimulus|syllabi syllabus|radii radius|appendices appendix|indices index|matrices matrix|vertices vertex|corps corps|series series
species species|headquarters headquarters|barracks barracks|means means|aircraft aircraft|troops troops|goods good|police police
mujahideen mujahideen|fedayeen fedayeen|sheep sheep|fish fish|deer deer|personnel personnel|shoes shoe|toes toe|canoes canoe|heroes hero
potatoes potato|tomatoes tomato|embargoes embargo|torpedoes torpedo|mosquitoes mosquito|echoes echo|vetoes veto|buses bus|gases gas
viruses virus|bonuses bonus|campuses campus|statuses status|lenses lens|aliases alias|atlases atlas|passersby passerby|caches cache
aches ache|headaches headache|avalanches avalanche|movies movie|ties tie|pies pie|lies lie|cookies cookie|zombies zombie|calories calorie
rookies rookie|militias militia|quizzes quiz|clothes clothes|thanks thanks|premises premises|outskirts outskirts|remains remains
surroundings surroundings|proceeds proceeds|ashes ash|arms arms|belongings belonging|binoculars binoculars|trousers trousers|scissors scissors
attaches attache|bureaux bureau|plateaux plateau|chateaux chateau|jihadis jihadi|clashes clash|missiles missile|vehicles vehicle|axes axe""",
    "comparative": "closer close|safer safe|larger large|wider wide|fiercer fierce|severer severe|better good|worse bad|further far|farther far|less little|more much|elder old|later late|earlier early|lesser less|sooner soon|longer long",
    "superlative": "closest close|safest safe|widest wide|wisest wise|fiercest fierce|largest large|severest severe|densest dense|best good|worst bad|furthest far|farthest far|least little|most much|eldest old|latest late",
}
IRREGULAR["participle"] = IRREGULAR["past"] + "|" + IRREGULAR["participle"]

# Closed classes: form to lemma for these tags, before everything else.
FIXED = {
    "PRP": "me I|i I|them they|'em they|em they|him he|us we|her she|mine my|yours your|ours our|theirs their|hers her|'s we|u you|thee thou",
    "PRP$": "ur your",
    "MD": "'ll will|ca can|wo will|'d would|sha shall|ll will",
    "VB": "be be|have have|'ve have|ve have",
    "VBP": "am be|are be|'m be|'re be|'ve have|m be|re be|ve have|is be|ai be|art be",
    "RB": "n't not|nt not|n not",
    "RBR": "better well|worse badly|more more|less less",
    "RBS": "best well|worst badly|most most|least least",
    "JJR": "more more|less less",
    "JJS": "most most|least least",
    "DT": "an a|these this|those that",
    "POS": "s 's|' 's|'s 's",
    "CC": "& and|n and|'n and",
    "TO": "na to|ta to",
    "IN": "cos because|w/ with|'til till",
    "CD": "k thousand|bn billion",
}


def parse(table):
    pairs = {}
    for item in table.replace("\n", "|").split("|"):
        if item.strip():
            form, lemma = item.split()
            pairs.setdefault(form, lemma)
    return pairs


def inflect(verb):
    """Regular forms; a last consonant is doubled as a one-syllable verb has it, or as the short list says."""
    vowels = "aeiou"
    double = {"admit", "commit", "permit", "submit", "omit", "emit", "transmit", "refer", "defer", "infer", "confer", "occur", "recur", "incur",
              "deter", "transfer", "prefer", "rebel", "repel", "expel", "compel", "propel", "dispel", "patrol", "control", "enrol", "equip",
              "kidnap", "worship", "handicap", "travel", "cancel", "model", "level", "label", "quarrel", "tunnel", "channel", "signal", "total",
              "fuel", "duel", "regret", "outrun", "begin", "forget", "upset", "abet", "allot", "rebut", "debug", "format", "program"}
    syllables = sum(1 for i, c in enumerate(verb) if c in vowels and (i == 0 or verb[i - 1] not in vowels))
    cvc = len(verb) > 2 and verb[-1] not in "aeiouwxyhq" and verb[-2] in vowels and verb[-3] not in vowels.replace("u", "")
    if len(verb) > 3 and verb[-3] == "u" and verb[-4] != "q":
        cvc = False
    stem = verb + verb[-1] if (cvc and syllables == 1) or verb in double else verb
    if verb.endswith("ie"):
        return verb + "d", verb[:-2] + "ying", verb + "s"
    if verb.endswith("ee") or verb.endswith("oe") or verb.endswith("ye"):
        return verb + "d", verb + "ing", verb + "s"
    if verb.endswith("e"):
        return verb + "d", verb[:-1] + "ing", verb + "s"
    if verb.endswith("y") and verb[-2:-1] not in vowels:
        return verb[:-1] + "ied", verb + "ing", verb[:-1] + "ies"
    third = verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh")) else "s")
    return stem + "ed", stem + "ing", third


def edit(form, lemma):
    """The shortest suffix replacement from form to lemma."""
    k = 0
    while k < min(len(form), len(lemma)) and form[k] == lemma[k]:
        k += 1
    return form[k:], lemma[k:]


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main():
    types = {group: collections.defaultdict(collections.Counter) for group in set(GROUPS.values())}
    verbs = collections.Counter()
    nouns = collections.Counter()
    for line in open(sys.argv[1], encoding="utf-8"):
        c = line.rstrip("\n").split("\t")
        if len(c) != 10 or not c[0].isdigit():
            continue
        lemma = c[2].lower()
        if c[3] in ("VERB", "AUX") and lemma.isalpha():
            verbs[lemma] += 1
        if c[3] == "NOUN" and c[4] == "NN" and lemma == c[1].lower():
            nouns[lemma] += 1
        if c[4] not in GROUPS or not c[1].isascii() or not c[1].replace("-", "").isalpha() or "Typo=Yes" in c[5] or "Style=" in c[5] or c[2] == "_":
            continue
        if edit(c[1].lower(), lemma)[0] == c[1].lower():
            continue
        types[GROUPS[c[4]]][c[1].lower()][lemma] += 1
    irregular = {group: parse(table) for group, table in IRREGULAR.items()}
    for verb in sorted(set(VERBS) | set(verb for verb, n in verbs.items() if n >= 2)):
        if len(verb) < 3:
            continue
        past, gerund, third = inflect(verb)
        for group, form in (("past", past), ("participle", past), ("gerund", gerund), ("third", third)):
            if form not in irregular[group] and form not in types[group]:
                types[group][form][verb] += 1
    for noun, n in nouns.items():
        if n >= 2 and noun.isalpha() and len(noun) > 2 and not noun.endswith("s"):
            form = noun + "es" if noun.endswith(("x", "z", "ch", "sh")) else noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeiou" else noun + "s"
            if form not in types["plural"] and form not in irregular["plural"]:
                types["plural"][form][noun] += 1
    print("# Dictionary forms of English words, by Penn Treebank tag. Made by training/light/make_lemma.py from own tables and the\n"
          "# training part of UD English EWT (CC BY-SA 4.0); may be edited by hand. All forms lower-case.\n"
          "# Order of use: [fixed] by tag, then the group's exceptions, then its longest suffix, else the word itself.\n")
    print("# Tag to group.\n[groups]")
    for tag in sorted(GROUPS):
        print(f"{tag} = {quote(GROUPS[tag])}")
    for tag in sorted(FIXED):
        print(f"\n[fixed.{quote(tag)}]")
        for form, lemma in parse(FIXED[tag]).items():
            print(f"{quote(form)} = {quote(lemma)}")
    for group in sorted(types):
        words = {form: lemmas.most_common(1)[0][0] for form, lemmas in sorted(types[group].items())}
        for form, lemma in irregular[group].items():
            # The treebank's habit wins where it has enough of the word.
            if sum(types[group][form].values() if form in types[group] else []) < 3:
                words[form] = lemma
        regular = {form: lemma for form, lemma in words.items() if form not in irregular[group]}
        # Suffixes as (ending of the form) -> replacement; a rule stays if it is a clear majority and differs from the shorter one.
        votes = collections.defaultdict(collections.Counter)
        for form, lemma in regular.items():
            strip, add = edit(form, lemma)
            for length in range(max(1, len(strip)), min(len(form) - 1, 7) + 1):
                keep = form[len(form) - length:]
                votes[keep][keep[: length - len(strip)] + add] += 1
        rules = {}

        def apply(form, shorter_than=99):
            for length in range(min(len(form) - 1, 7, shorter_than - 1), 0, -1):
                suffix = form[-length:]
                if suffix in rules:
                    return form[:-length] + rules[suffix]
            return form

        for suffix in sorted(votes, key=lambda s: (len(s), s)):
            (target, n), total = votes[suffix].most_common(1)[0], sum(votes[suffix].values())
            if total < (3 if len(suffix) > 2 else 1) or n < 0.6 * total:
                continue
            if apply("x" * 8 + suffix, len(suffix)) != "x" * 8 + target:
                rules[suffix] = target
        exceptions = {form: lemma for form, lemma in words.items() if apply(form) != lemma}
        print(f"\n[exceptions.{group}]")
        for form in sorted(exceptions):
            print(f"{quote(form)} = {quote(exceptions[form])}")
        print(f"\n[suffixes.{group}]")
        for suffix in sorted(rules, key=lambda s: (len(s), s)):
            print(f"{quote(suffix)} = {quote(rules[suffix])}")


main()

-- A database as the bot wrote it before its features had folders of their own: registrations, tweets with
-- deliveries and cards, a campaign, a mention, open spaces, announcements, a setting, a reminder. It was
-- made by that bot in the world of the demo and shortened by hand; nobody and nothing in it is real.
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0011');
CREATE TABLE announcement (
	id INTEGER NOT NULL, 
	session_key VARCHAR NOT NULL, 
	start DATETIME NOT NULL, 
	place VARCHAR NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (session_key, start, place)
);
INSERT INTO "announcement" VALUES(1,'KEY00-1','2027-07-14 07:00:00.000000','programme','sent');
INSERT INTO "announcement" VALUES(2,'TALK04-1','2027-07-14 08:00:00.000000','programme','planned');
INSERT INTO "announcement" VALUES(3,'TALK00-1','2027-07-14 08:00:00.000000','programme','planned');
INSERT INTO "announcement" VALUES(4,'TALK01-1','2027-07-14 08:00:00.000000','programme','planned');
CREATE TABLE campaign (
	id INTEGER NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	revision INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	track VARCHAR NOT NULL, 
	session_type VARCHAR NOT NULL, 
	level VARCHAR NOT NULL, 
	template VARCHAR NOT NULL, 
	start_at DATETIME NOT NULL, 
	interval_minutes INTEGER NOT NULL, 
	random_minutes INTEGER NOT NULL, 
	seed INTEGER NOT NULL, 
	digest VARCHAR NOT NULL, 
	live_name VARCHAR, 
	live_texts VARCHAR, 
	created_at DATETIME NOT NULL, 
	queued_at DATETIME, 
	queued_by BIGINT, 
	card_channel BIGINT, 
	card_message BIGINT, 
	PRIMARY KEY (id), 
	UNIQUE (live_name), 
	UNIQUE (live_texts)
);
INSERT INTO "campaign" VALUES(1,'queued',1,'Thanks','sponsors','','','','Thank you, {{ sponsor }}!','2027-07-15 07:00:00.000000',45,0,1355639085,'32f0cbc53b244154','thanks','cbd61499736a814f','2027-07-14 06:44:01.500717','2027-07-14 06:44:01.654727',1576867189229617191,1576867189229617181,1576867189229617250);
CREATE TABLE claim (
	position_id BIGINT NOT NULL, 
	order_code VARCHAR NOT NULL, 
	user_id BIGINT, 
	attendee_name VARCHAR NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	claimed_at DATETIME NOT NULL, 
	granted_at DATETIME, 
	PRIMARY KEY (position_id)
);
INSERT INTO "claim" VALUES(1,'ADA37',1576867189229617186,'Ada Lovelace','granted','2027-07-14 06:44:00.738912','2027-07-14 06:44:00.756550');
INSERT INTO "claim" VALUES(4,'GRACE',1576867189229617187,'Grace Hopper','granted','2027-07-14 06:44:00.773719','2027-07-14 06:44:00.790503');
CREATE TABLE delivery (
	id INTEGER NOT NULL, 
	tweet_id INTEGER NOT NULL, 
	network VARCHAR NOT NULL, 
	status VARCHAR(32) NOT NULL, 
	attempts INTEGER NOT NULL, 
	account VARCHAR, 
	first_attempt_at DATETIME, 
	last_attempt_at DATETIME, 
	next_try_at DATETIME, 
	clean_readings INTEGER NOT NULL, 
	ask_human BOOLEAN NOT NULL, 
	problem VARCHAR NOT NULL, 
	remote_id VARCHAR, 
	link VARCHAR, 
	sent_at DATETIME, 
	price NUMERIC(10, 4), 
	PRIMARY KEY (id), 
	UNIQUE (tweet_id, network), 
	FOREIGN KEY(tweet_id) REFERENCES tweet (id)
);
INSERT INTO "delivery" VALUES(1,1,'twitter','sent',1,'2127308458096066560','2027-07-14 06:44:01.294781','2027-07-14 06:44:01.294781',NULL,0,0,'','2127308463322169344','https://x.com/pyconexample/status/2127308463322169344','2027-07-14 06:44:01.325348',0.015);
INSERT INTO "delivery" VALUES(2,2,'twitter','waiting',0,NULL,NULL,NULL,NULL,0,0,'',NULL,NULL,NULL,NULL);
CREATE TABLE given_role (
	user_id BIGINT NOT NULL, 
	role_id BIGINT NOT NULL, 
	PRIMARY KEY (user_id, role_id)
);
INSERT INTO "given_role" VALUES(1576867189229617186,1576867189229617158);
INSERT INTO "given_role" VALUES(1576867189229617186,1576867189229617161);
INSERT INTO "given_role" VALUES(1576867189229617186,1576867189229617163);
INSERT INTO "given_role" VALUES(1576867189229617187,1576867189229617156);
INSERT INTO "given_role" VALUES(1576867189229617187,1576867189229617157);
INSERT INTO "given_role" VALUES(1576867189229617187,1576867189229617163);
CREATE TABLE job_posting (
	"key" VARCHAR(64) NOT NULL, 
	reference VARCHAR(16) NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	thread_id BIGINT, 
	claimed_at DATETIME NOT NULL, 
	posted_at DATETIME, 
	PRIMARY KEY ("key")
);
INSERT INTO "job_posting" VALUES('0123456789abcdef','ref01234','posted',1576866687867682999,'2027-07-01 08:00:00.000000','2027-07-01 08:00:01.000000');
CREATE TABLE mention (
	id INTEGER NOT NULL, 
	post_id VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	author_name VARCHAR NOT NULL, 
	author_username VARCHAR NOT NULL, 
	link VARCHAR NOT NULL, 
	pictures JSON NOT NULL, 
	answers_own BOOLEAN NOT NULL, 
	quotes_own BOOLEAN NOT NULL, 
	in_reply_to VARCHAR, 
	quote_of VARCHAR, 
	posted_at DATETIME NOT NULL, 
	seen_at DATETIME NOT NULL, 
	status VARCHAR(32) NOT NULL, 
	claimed_by BIGINT, 
	decided_by BIGINT, 
	decided_at DATETIME, 
	answers INTEGER NOT NULL, 
	tweet_id INTEGER, 
	problem VARCHAR NOT NULL, 
	card_channel BIGINT, 
	card_message BIGINT, 
	card_shown VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (post_id)
);
INSERT INTO "mention" VALUES(1,'2209192207661924353','@pyconexample where is the venue?','ada_on_x','ada_on_x','https://x.com/i/status/2209192207661924353','[]',0,0,NULL,NULL,'2027-07-14 06:44:01.770000','2027-07-14 06:46:01.816720','open',NULL,NULL,NULL,0,NULL,'',1576867189229617182,1576867189229617254,'190847efc96a0042673cebbf71b55d77');
CREATE TABLE mention_audit (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	mention_id INTEGER NOT NULL, 
	actor_id BIGINT, 
	action VARCHAR NOT NULL, 
	"before" VARCHAR(32) NOT NULL, 
	"after" VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(mention_id) REFERENCES mention (id)
);
CREATE TABLE open_space (
	id INTEGER NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	revision INTEGER NOT NULL, 
	room VARCHAR, 
	start DATETIME, 
	text VARCHAR NOT NULL, 
	author_name VARCHAR NOT NULL, 
	author_username VARCHAR NOT NULL, 
	user_id BIGINT, 
	post_id VARCHAR, 
	link VARCHAR NOT NULL, 
	found_rooms JSON NOT NULL, 
	found_starts JSON NOT NULL, 
	highlights JSON NOT NULL, 
	reasons JSON NOT NULL, 
	related_id INTEGER, 
	created_at DATETIME NOT NULL, 
	decided_at DATETIME, 
	decided_by BIGINT, 
	decided_by_name VARCHAR NOT NULL, 
	decision VARCHAR NOT NULL, 
	queued_revision INTEGER NOT NULL, 
	tweet_id INTEGER, 
	card_channel BIGINT, 
	card_message BIGINT, 
	card_shown VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (post_id), 
	FOREIGN KEY(related_id) REFERENCES open_space (id)
);
INSERT INTO "open_space" VALUES(1,'conflict',1,'Forum Hall','2027-07-14 12:00:00.000000','Open space about typing in Forum Hall at 14:00 #PyConExampleOpen','guido_ex','guido_ex',NULL,'2209192207661924355','https://x.com/i/status/2209192207661924355','["Forum Hall"]','["2027-07-14T14:00:00+02:00"]','[[27, 37, "room"], [41, 46, "time"]]','["There is a session of the conference in Forum Hall around that time."]',NULL,'2027-07-14 06:46:01.908754',NULL,NULL,'','',0,NULL,1576867189229617185,1576867189229617255,'fad9c7194305dc0293f48176f7de0d96');
INSERT INTO "open_space" VALUES(2,'scheduled',1,'Forum Hall','2027-07-14 18:30:00.000000','Knitting','Ada Lovelace','',1576867189229617186,NULL,'','[]','[]','[]','[]',NULL,'2027-07-14 06:46:02.126297',NULL,NULL,'','',1,6,1576867189229617183,1576867189229617260,'2eb3562064aed09897ad602966da713f');
CREATE TABLE open_space_ignored_user (
	"key" VARCHAR NOT NULL, 
	username VARCHAR NOT NULL, 
	ignored_at DATETIME NOT NULL, 
	ignored_by BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE open_space_message (
	id INTEGER NOT NULL, 
	open_space_id INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	place VARCHAR NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (open_space_id, revision, place), 
	FOREIGN KEY(open_space_id) REFERENCES open_space (id)
);
CREATE TABLE open_space_post (
	id VARCHAR NOT NULL, 
	author_name VARCHAR NOT NULL, 
	author_username VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	link VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	seen_at DATETIME NOT NULL, 
	verdict VARCHAR(32) NOT NULL, 
	why VARCHAR NOT NULL, 
	open_space_id INTEGER, 
	PRIMARY KEY (id), 
	FOREIGN KEY(open_space_id) REFERENCES open_space (id)
);
INSERT INTO "open_space_post" VALUES('2209192207661924355','guido_ex','guido_ex','Open space about typing in Forum Hall at 14:00 #PyConExampleOpen','https://x.com/i/status/2209192207661924355','2027-07-14 06:44:01.770000','2027-07-14 06:46:01.912605','conflict','There is a session of the conference in Forum Hall around that time.',1);
CREATE TABLE open_space_search (
	"query" VARCHAR(512) NOT NULL, 
	since_id VARCHAR NOT NULL, 
	newest_at DATETIME NOT NULL, 
	PRIMARY KEY ("query")
);
INSERT INTO "open_space_search" VALUES('#pyconexampleopen','2209192207661924355','2027-07-14 06:44:01.770000');
CREATE TABLE reminder_refusal (
	user_id BIGINT NOT NULL, 
	PRIMARY KEY (user_id)
);
CREATE TABLE schedule_update (
	id INTEGER NOT NULL, 
	content VARCHAR NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE seen_news (
	name VARCHAR(70) NOT NULL, 
	seen_at DATETIME NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "seen_news" VALUES('id:https://example.org/news/1','2027-07-01 08:00:00.000000');
CREATE TABLE setting (
	name VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	changed_at DATETIME NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "setting" VALUES('open_spaces.default_send_interval','20','2027-07-14 06:44:01.737004');
CREATE TABLE speaker_reminder (
	id INTEGER NOT NULL, 
	speaker_code VARCHAR NOT NULL, 
	submission VARCHAR NOT NULL, 
	start DATETIME NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	way VARCHAR NOT NULL, 
	changed_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (speaker_code, submission, start)
);
INSERT INTO "speaker_reminder" VALUES(1,'GRC37A','KEY00','2027-07-14 07:00:00.000000','sent','discord','2027-07-14 06:46:01.997674');
CREATE TABLE sponsor_confirmation (
	id INTEGER NOT NULL, 
	sponsor_key VARCHAR NOT NULL, 
	benefit_key VARCHAR NOT NULL, 
	sponsor VARCHAR NOT NULL, 
	benefit VARCHAR NOT NULL, 
	level VARCHAR NOT NULL, 
	tweet_id INTEGER, 
	turns INTEGER NOT NULL, 
	confirmed_at DATETIME NOT NULL, 
	confirmed_by BIGINT, 
	PRIMARY KEY (id), 
	UNIQUE (sponsor_key, benefit_key), 
	FOREIGN KEY(tweet_id) REFERENCES tweet (id)
);
INSERT INTO "sponsor_confirmation" VALUES(1,'example inc.','thank-you tweet','Example Inc.','Thank-you tweet','Gold',7,1,'2027-07-14 06:46:02.561442',1576867189229617191);
CREATE TABLE stored_order (
	code VARCHAR NOT NULL, 
	content VARCHAR NOT NULL, 
	PRIMARY KEY (code)
);
INSERT INTO "stored_order" VALUES('ADA37','{"code":"ADA37","status":"p","last_modified":"2026-03-02T09:00:00Z","bought_at":"2026-03-02T08:00:00Z","testmode":false,"require_approval":false,"valid_if_pending":false,"positions":[{"id":1,"positionid":1,"item":1,"variation":1,"attendee_name":"Ada Lovelace","email_hash":"1f25b9965e9e8f9ea095192a5c4a3f70259165ec469bf205cc4b1136648748ea","addon_to":null,"canceled":false,"blocked":null},{"id":2,"positionid":2,"item":2,"variation":null,"attendee_name":null,"email_hash":null,"addon_to":1,"canceled":false,"blocked":null},{"id":3,"positionid":3,"item":4,"variation":9,"attendee_name":null,"email_hash":null,"addon_to":1,"canceled":false,"blocked":null}]}');
INSERT INTO "stored_order" VALUES('GRACE','{"code":"GRACE","status":"p","last_modified":"2026-03-02T13:00:00Z","bought_at":"2026-03-02T12:00:00Z","testmode":false,"require_approval":false,"valid_if_pending":false,"positions":[{"id":4,"positionid":1,"item":1,"variation":4,"attendee_name":"Grace Hopper","email_hash":null,"addon_to":null,"canceled":false,"blocked":null},{"id":5,"positionid":2,"item":3,"variation":null,"attendee_name":null,"email_hash":null,"addon_to":4,"canceled":false,"blocked":null}]}');
INSERT INTO "stored_order" VALUES('TEAM3','{"code":"TEAM3","status":"p","last_modified":"2026-03-02T21:00:00Z","bought_at":"2026-03-02T20:00:00Z","testmode":false,"require_approval":false,"valid_if_pending":false,"positions":[{"id":7,"positionid":1,"item":1,"variation":2,"attendee_name":"Alan Turing","email_hash":null,"addon_to":null,"canceled":false,"blocked":null},{"id":8,"positionid":2,"item":1,"variation":3,"attendee_name":"Katherine Johnson","email_hash":null,"addon_to":null,"canceled":false,"blocked":null},{"id":9,"positionid":3,"item":1,"variation":2,"attendee_name":"Joan Clarke","email_hash":null,"addon_to":null,"canceled":false,"blocked":null},{"id":10,"positionid":4,"item":3,"variation":null,"attendee_name":null,"email_hash":null,"addon_to":9,"canceled":false,"blocked":null}]}');
CREATE TABLE stored_value (
	"key" VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "stored_value" VALUES('twitter.account','"gAAAAABrDSoCdZs9-YFCy9-R96j3hkfAd7iSNtFe-pQF2cqf10xuc4DORb0ZCY7-2k-ro3Qq0NmG5RUpkvd__FjvXHkbEvT_6zWwhaRJs6cuK_ldeN3M0LEM_KuafF1eOJFqm_Au3g7mIxgs4qimUJkTOSzmGIDMPMx3WMjAsGEj3qNT27OwLeLMb4a2-fNo3W1GtJEYytFQ5kZJfNr6hxZRzGukVm7Q8T2TlPwEFy1DnZQOsI3G43blAqTNAZNxvxeKvP1y7--0A6smiblMp4hgg7Ssv2giFqbRLlRoloxSDdcuMlaU9w_pxmkJbbnkNXqv3dLCSQbVj9ypugHrp6o2ts8ix2JE4Q=="');
INSERT INTO "stored_value" VALUES('registration.store.source','"http://127.0.0.1:36615/api/v1/organizers/example/events/conf2027 2b7efcac"');
INSERT INTO "stored_value" VALUES('registration.store.mark','"2026-11-30T07:47:16.551482+00:00"');
INSERT INTO "stored_value" VALUES('registration.store.loaded_at','"2027-07-14T06:44:00.408008+00:00"');
INSERT INTO "stored_value" VALUES('registration.store.items','[{"id": 1, "name": {"en": "Conference ticket", "de": "Konferenzticket"}, "internal_name": "conf", "variations": [{"id": 1, "value": {"en": "Business", "de": "Gesch\u00e4ftlich"}}, {"id": 2, "value": {"en": "Personal", "de": "Privat"}}, {"id": 3, "value": {"en": "Student", "de": "Studierende"}}, {"id": 4, "value": {"en": "Speaker", "de": "Vortragende"}}, {"id": 5, "value": {"en": "Volunteer", "de": "Helfende"}}, {"id": 6, "value": {"en": "Organizer", "de": "Organisation"}}, {"id": 7, "value": {"en": "Online", "de": "Online"}}]}, {"id": 2, "name": {"en": "Tutorial", "de": "Tutorium"}, "internal_name": null, "variations": []}, {"id": 3, "name": {"en": "Sprint", "de": "Sprint"}, "internal_name": null, "variations": []}, {"id": 4, "name": {"en": "T-shirt", "de": "T-Shirt"}, "internal_name": null, "variations": [{"id": 8, "value": {"en": "S", "de": "S"}}, {"id": 9, "value": {"en": "M", "de": "M"}}, {"id": 10, "value": {"en": "L", "de": "L"}}, {"id": 11, "value": {"en": "XL", "de": "XL"}}]}]');
INSERT INTO "stored_value" VALUES('programme.source','"http://127.0.0.1:37313/conf2027"');
INSERT INTO "stored_value" VALUES('programme.schedule','{"release": {"id": 1, "version": "v1", "published": "2026-11-30T07:47:14.547044Z"}, "sessions": [{"key": "KEY00-1", "title": "Twenty years of being wrong in public", "start": "2027-07-14T07:00:00Z", "end": "2027-07-14T07:45:00Z", "room": "Forum Hall", "abstract": "**Twenty years of being wrong in public** in 45 minutes: wha", "speakers": [{"code": "GRC37A", "name": "Grace Hopper", "avatar_url": "http://127.0.0.1:37313/media/avatars/grace.png"}], "track": "Web", "kind": "Keynote", "url": "http://127.0.0.1:37313/conf2027/talk/KEY00/", "is_break": false}, {"key": "TALK04-1", "title": "The garbage collector, explained with dumplings (\u9903\u5b50)", "start": "2027-07-14T08:00:00Z", "end": "2027-07-14T08:30:00Z", "room": "Club A", "abstract": "**The garbage collector, explained with dumplings (\u9903\u5b50)** in ", "speakers": [{"code": "YMD37E", "name": "\u5c71\u7530 \u3055\u304f\u3089", "avatar_url": ""}], "track": "Education / Community", "kind": "Talk", "url": "http://127.0.0.1:37313/conf2027/talk/TALK04/", "is_break": false}, {"key": "TALK00-1", "title": "A compiler for people in a hurry", "start": "2027-07-14T08:00:00Z", "end": "2027-07-14T08:45:00Z", "room": "Forum Hall", "abstract": "**A compiler for people in a hurry** in 45 minutes: what we ", "speakers": [{"code": "GRC37A", "name": "Grace Hopper", "avatar_url": "http://127.0.0.1:37313/media/avatars/grace.png"}], "track": "Web", "kind": "Talk (long session)", "url": "http://127.0.0.1:37313/conf2027/talk/TALK00/", "is_break": false}, {"key": "TALK01-1", "title": "What your type checker wishes you knew", "start": "2027-07-14T08:00:00Z", "end": "2027-07-14T08:30:00Z", "room": "North Hall", "abstract": "**What your type checker wishes you knew** in 30 minutes: wh", "speakers": [{"code": "KTH37B", "name": "Kathi B.", "avatar_url": ""}, {"code": "WNJ37H", "name": "Wanjir\u0169 Kamau", "avatar_url": ""}], "track": "PyData: Machine Learning", "kind": "Talk", "url": "http://127.0.0.1:37313/conf2027/talk/TALK01/", "is_break": false}]}');
INSERT INTO "stored_value" VALUES('programme.fetched_at','"2027-07-14T06:44:00.400853+00:00"');
INSERT INTO "stored_value" VALUES('discord.commands','"485f3ec8bfa504664d1625e22762251d42648dc072a3a79a8a9fce5070b70fee"');
INSERT INTO "stored_value" VALUES('registration.message','1576867189229617210');
INSERT INTO "stored_value" VALUES('programme.speakers','[["Zo\u00eb \u00c5ngstr\u00f6m-O''Neill", "e1051cd64280d7c8dd115ed58d5371c47eaae1d6d708210d8d1c4c3758473b96", "MZE38B"], ["Bart\u0142omiej \u0179d\u017ab\u0142o", "8eb1d47f68ef2253c90af18161fd3c9a45d90f2ad1c4dbb552b2906ff423d977", "BRT38G"], ["Grace Hopper", "159a74fa150ad9a450c5dbc7b51527e4046f7aa1d07b49d2d8586c97fefe4fc0", "GRC37A"], ["J\u00f3n \u00de\u00f3r \u00c6varsson", "b39aca886f025db0e1f32af35ee1fbe4700f5b86cb0642f2964de6daf6d73863", "JSN38E"], ["Kathi B.", "269acb6cc862e838c194edee1bb39e1d1b28554c9a951eab45e557b6f364474b", "KTH37B"], ["Ngh\u0129a Tr\u1ea7n", "ee417394d933f029a3c3d75880d8a65fefcd10ad7e951000f331a9077c30f259", "NGH37G"], ["Pluto", "a9bde4d31ee988ade8a44437cba6bcf21a6d2c80af32824752a13bc6f5b285f8", "PLT38H"], ["Priya Raghunathan", "4cf8e1a1a834d358ada5fb41fb47774d3864625aae9a0addf3baa0c448e47b56", "PRY38F"], ["S\u00f8ren Fjord", "9b16cd2f4a297e0f42604eea66e12d2f540fc2fe7b8ef4e83e6dc67cef7f30e5", "SFJ37D"], ["Tariq Haddad", "939d61858668d1734b45f8eb14057cd41e5457efe85f35bb215c0badce764c3c", "TRQ37C"], ["Wanjir\u0169 Kamau", "77ecea639ce23b30cf43930a2c73204b9f81d5180cec2de99406920fe856c5bc", "WNJ37H"], ["\u0395\u03bb\u03ad\u03bd\u03b7 \u03a0\u03b1\u03c0\u03c0\u03ac", "be7497847cf3cd40d4979323f7ccc36f6de72441b997d48c4f1d1e58ba143037", "ELN38D"], ["\u041f\u0451\u0442\u0440 \u041b\u0430\u0441\u0442\u043e\u0447\u043a\u0438\u043d", "c68d5a15e2aecac71c81d9c5fad90e79dda62d851b0d7711c90e72b53cee95d4", "PLA37F"], ["\u0644\u064a\u0644\u0649 \u062d\u062f\u0627\u062f", "c31da8c61b71133be4b1fb2cd2581430f89df023f9402a5e141b91c3f0fe58b5", "LLA38A"], ["\u5c71\u7530 \u3055\u304f\u3089", "12e069dd804a2167d93e886f6ac1e7bf8e34f1d56299f0aba2d933ea43012da4", "YMD37E"], ["\uae40\uc218\ubbfc", "22b69ba381fe8b142b6ac49d254e119c14ef4af5f59c9b379d20f9e8bc6615a3", "KSM38C"]]');
INSERT INTO "stored_value" VALUES('mentions.progress','{"since": "2209192207661924353", "newest": null, "before": null}');
INSERT INTO "stored_value" VALUES('open spaces'' board','1576867189229617211');
CREATE TABLE tweet (
	id INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	revision INTEGER NOT NULL, 
	status VARCHAR(32) NOT NULL, 
	source VARCHAR(32) NOT NULL, 
	source_key VARCHAR, 
	group_key VARCHAR, 
	on_hold BOOLEAN NOT NULL, 
	author_id BIGINT, 
	author_name VARCHAR NOT NULL, 
	edited_by BIGINT, 
	in_reply_to VARCHAR, 
	quote_of VARCHAR, 
	retweet_of VARCHAR, 
	not_before DATETIME, 
	not_after DATETIME, 
	now BOOLEAN NOT NULL, 
	bypass BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	decided_at DATETIME, 
	decided_by BIGINT, 
	reason VARCHAR NOT NULL, 
	card_channel BIGINT, 
	card_message BIGINT, 
	card_shown VARCHAR NOT NULL, 
	author_told VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (source_key)
);
INSERT INTO "tweet" VALUES(1,'Doors open at nine.',1,'approved','composed',NULL,NULL,0,1576867189229617190,'Victor',NULL,NULL,NULL,NULL,NULL,NULL,0,0,'2027-07-14 06:44:00.957838','2027-07-14 06:44:01.250692',1576867189229617191,'',1576867189229617181,1576867189229617229,'final 4e9f55d8f0246fbaf4a60af49515e52e','sent');
INSERT INTO "tweet" VALUES(2,'Lunch is served.',1,'approved','composed',NULL,NULL,0,1576867189229617190,'Victor',NULL,NULL,NULL,NULL,'2027-07-15 10:00:00.000000',NULL,0,0,'2027-07-14 06:44:01.060230','2027-07-14 06:44:01.396009',1576867189229617191,'',1576867189229617181,1576867189229617232,'4d5383c520960a51939c8dbb5a921e72','');
INSERT INTO "tweet" VALUES(3,'Not this one.',1,'denied','composed',NULL,NULL,0,1576867189229617190,'Victor',NULL,NULL,NULL,NULL,NULL,NULL,0,0,'2027-07-14 06:44:01.157862','2027-07-14 06:44:01.442511',1576867189229617191,'Not today',1576867189229617181,1576867189229617235,'final b03777bd6d7b50b6f41684ecbc5c4b02','denied');
INSERT INTO "tweet" VALUES(4,'Thank you, Example Inc.!',1,'pending','campaign','campaign:1:Example Inc.','campaign:1',0,1576867189229617191,'Olivia',NULL,NULL,NULL,NULL,'2027-07-15 07:00:00.000000',NULL,0,0,'2027-07-14 06:44:01.665229',NULL,NULL,'',NULL,NULL,'','');
INSERT INTO "tweet" VALUES(5,'Thank you, Snakes & Ladders!',1,'pending','campaign','campaign:1:Snakes & Ladders','campaign:1',0,1576867189229617191,'Olivia',NULL,NULL,NULL,NULL,'2027-07-15 07:45:00.000000',NULL,0,0,'2027-07-14 06:44:01.669614',NULL,NULL,'',NULL,NULL,'','');
INSERT INTO "tweet" VALUES(6,'Coming up in 20 minutes! Knitting',1,'pending','open_space','open-space:2',NULL,0,NULL,'',NULL,NULL,NULL,NULL,'2027-07-14 18:10:00.000000','2027-07-14 18:30:00.000000',0,0,'2027-07-14 06:46:02.317342',NULL,NULL,'',1576867189229617181,1576867189229617261,'a5376486a040da268fb100ea55622238','');
INSERT INTO "tweet" VALUES(7,'Example Inc. is our Gold sponsor. Thank you! https://example.com',1,'pending','sponsor','sponsor:f3554099249689558eca767be2ef643a:1',NULL,0,1576867189229617191,'Olivia',NULL,NULL,NULL,NULL,NULL,NULL,0,0,'2027-07-14 06:46:02.569300',NULL,NULL,'',1576867189229617181,1576867189229617265,'ed4eed03f82ec63662fcb9add98701f1','');
CREATE TABLE tweet_audit (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	tweet_id INTEGER NOT NULL, 
	actor_id BIGINT, 
	action VARCHAR NOT NULL, 
	"before" JSON NOT NULL, 
	"after" JSON NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(tweet_id) REFERENCES tweet (id)
);
INSERT INTO "tweet_audit" VALUES(1,'2027-07-14 06:44:00.958286',1,1576867189229617190,'submitted','{"bypass": null, "now": null, "on_hold": null, "reason": null, "revision": null, "status": null, "text": null}','{"bypass": false, "now": false, "on_hold": false, "reason": "", "revision": 1, "status": "pending", "text": "Doors open at nine."}');
INSERT INTO "tweet_audit" VALUES(2,'2027-07-14 06:44:01.060447',2,1576867189229617190,'submitted','{"bypass": null, "not_before": null, "now": null, "on_hold": null, "reason": null, "revision": null, "status": null, "text": null}','{"bypass": false, "not_before": "2027-07-15T10:00:00+00:00", "now": false, "on_hold": false, "reason": "", "revision": 1, "status": "pending", "text": "Lunch is served."}');
INSERT INTO "tweet_audit" VALUES(3,'2027-07-14 06:44:01.158064',3,1576867189229617190,'submitted','{"bypass": null, "now": null, "on_hold": null, "reason": null, "revision": null, "status": null, "text": null}','{"bypass": false, "now": false, "on_hold": false, "reason": "", "revision": 1, "status": "pending", "text": "Not this one."}');
INSERT INTO "tweet_audit" VALUES(4,'2027-07-14 06:44:01.250692',1,1576867189229617191,'approved','{"delivery twitter": null, "status": "pending"}','{"delivery twitter": "waiting", "status": "approved"}');
INSERT INTO "tweet_audit" VALUES(5,'2027-07-14 06:44:01.294781',1,NULL,'handed to the network','{"delivery twitter": "waiting"}','{"delivery twitter": "sending"}');
INSERT INTO "tweet_audit" VALUES(6,'2027-07-14 06:44:01.325348',1,NULL,'sent','{"delivery twitter": "sending", "link": null}','{"delivery twitter": "sent", "link": "https://x.com/pyconexample/status/2127308463322169344"}');
INSERT INTO "tweet_audit" VALUES(7,'2027-07-14 06:44:01.396009',2,1576867189229617191,'approved','{"delivery twitter": null, "status": "pending"}','{"delivery twitter": "waiting", "status": "approved"}');
INSERT INTO "tweet_audit" VALUES(8,'2027-07-14 06:44:01.442511',3,1576867189229617191,'denied','{"reason": "", "status": "pending"}','{"reason": "Not today", "status": "denied"}');
INSERT INTO "tweet_audit" VALUES(9,'2027-07-14 06:44:01.665524',4,1576867189229617191,'submitted','{"bypass": null, "not_before": null, "now": null, "on_hold": null, "reason": null, "revision": null, "status": null, "text": null}','{"bypass": false, "not_before": "2027-07-15T07:00:00+00:00", "now": false, "on_hold": false, "reason": "", "revision": 1, "status": "pending", "text": "Thank you, Example Inc.!"}');
INSERT INTO "tweet_audit" VALUES(10,'2027-07-14 06:44:01.669795',5,1576867189229617191,'submitted','{"bypass": null, "not_before": null, "now": null, "on_hold": null, "reason": null, "revision": null, "status": null, "text": null}','{"bypass": false, "not_before": "2027-07-15T07:45:00+00:00", "now": false, "on_hold": false, "reason": "", "revision": 1, "status": "pending", "text": "Thank you, Snakes & Ladders!"}');
INSERT INTO "tweet_audit" VALUES(11,'2027-07-14 06:46:02.317539',6,NULL,'submitted','{"bypass": null, "not_before": null, "now": null, "on_hold": null, "reason": null, "revision": null, "status": null, "text": null}','{"bypass": false, "not_before": "2027-07-14T18:10:00+00:00", "now": false, "on_hold": false, "reason": "", "revision": 1, "status": "pending", "text": "Coming up in 20 minutes! Knitting"}');
INSERT INTO "tweet_audit" VALUES(12,'2027-07-14 06:46:02.569501',7,1576867189229617191,'submitted','{"bypass": null, "now": null, "on_hold": null, "reason": null, "revision": null, "status": null, "text": null}','{"bypass": false, "now": false, "on_hold": false, "reason": "", "revision": 1, "status": "pending", "text": "Example Inc. is our Gold sponsor. Thank you! https://example.com"}');
CREATE TABLE tweet_picture (
	id INTEGER NOT NULL, 
	tweet_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	content BLOB NOT NULL, 
	media_type VARCHAR NOT NULL, 
	width INTEGER NOT NULL, 
	height INTEGER NOT NULL, 
	alt_text VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (tweet_id, position), 
	FOREIGN KEY(tweet_id) REFERENCES tweet (id)
);
CREATE TABLE twitter_spending (
	month VARCHAR(7) NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	count INTEGER NOT NULL, 
	usd NUMERIC(12, 4) NOT NULL, 
	PRIMARY KEY (month, kind)
);
INSERT INTO "twitter_spending" VALUES('2027-07','post',1,0.015);
INSERT INTO "twitter_spending" VALUES('2027-07','reading mentions',1,0.001);
INSERT INTO "twitter_spending" VALUES('2027-07','reading posts',1,0.005);
CREATE INDEX ix_claim_user_id ON claim (user_id);
CREATE INDEX ix_claim_order_code ON claim (order_code);
CREATE INDEX ix_announcement_place ON announcement (place);
CREATE INDEX ix_schedule_update_state ON schedule_update (state);
CREATE INDEX ix_tweet_status ON tweet (status);
CREATE INDEX ix_tweet_group_key ON tweet (group_key);
CREATE INDEX ix_tweet_picture_tweet_id ON tweet_picture (tweet_id);
CREATE INDEX ix_delivery_tweet_id ON delivery (tweet_id);
CREATE INDEX ix_delivery_network ON delivery (network);
CREATE INDEX ix_delivery_status ON delivery (status);
CREATE INDEX ix_tweet_audit_tweet_id ON tweet_audit (tweet_id);
CREATE INDEX ix_campaign_state ON campaign (state);
CREATE INDEX ix_speaker_reminder_start ON speaker_reminder (start);
CREATE INDEX ix_mention_status ON mention (status);
CREATE INDEX ix_mention_audit_mention_id ON mention_audit (mention_id);
CREATE INDEX ix_open_space_state ON open_space (state);
CREATE INDEX ix_open_space_room ON open_space (room);
CREATE INDEX ix_open_space_post_verdict ON open_space_post (verdict);
CREATE INDEX ix_open_space_post_open_space_id ON open_space_post (open_space_id);
CREATE INDEX ix_open_space_message_open_space_id ON open_space_message (open_space_id);
COMMIT;

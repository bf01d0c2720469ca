"""Settings for every environment. Only what is absent is set: the operator's word stands."""

from __future__ import annotations

from typing import Any, Final

DEFAULTS: Final[dict[str, Any]] = {
    # .. setting_name: CADRETRAIN_STUDY_POLICY
    # .. setting_default: {"presence_every_s": 1800}
    # .. setting_description: How learning time is counted (3.9), in seconds: period_s, grace_s, idle_after_s,
    #    daily_cap_s, late_window_s (how old a late beat may be), presence_every_s (after how long it is asked whether
    #    the trainee is still there, 0 for never) and presence_wait_s (how long an answer may take). What is not named
    #    keeps its default (30, 60, 600, 28800, 1800, 1800, 120).
    "CADRETRAIN_STUDY_POLICY": {"presence_every_s": 1800},
    # .. setting_name: CADRETRAIN_ONE_COURSE_AT_A_TIME
    # .. setting_default: True
    # .. setting_description: Whether a trainee studies one course at a time: a page of another course then says that
    #    one is open, and offers to go on here instead. Where it is False several may be open; no second ever counts
    #    twice (R7).
    "CADRETRAIN_ONE_COURSE_AT_A_TIME": True,
    # .. setting_name: CADRETRAIN_CREDIT_HOUR_BANDS
    # .. setting_default: None
    # .. setting_description: Bands of course credit-hours (3.8) as [[seconds or null, "hours"], ...]; None is the
    #    standard's. Every export names the bands it was made with.
    "CADRETRAIN_CREDIT_HOUR_BANDS": None,
    # .. setting_name: CADRETRAIN_TIME_ZONE
    # .. setting_default: "Asia/Shanghai"
    # .. setting_description: The zone whose days and years count.
    "CADRETRAIN_TIME_ZONE": "Asia/Shanghai",
    # .. setting_name: CADRETRAIN_BEAT_BUFFER
    # .. setting_default: ""
    # .. setting_description: Address of a Redis that keeps the runs of open pages (3.9), such as
    #    "redis://redis:6379/5": a database of its own, that nothing clears and that evicts nothing. Empty: every beat
    #    goes to the database. Needs cadretrain_flush_beats, or the task cadretrain.flush_beats, every minute.
    "CADRETRAIN_BEAT_BUFFER": "",
    # .. setting_name: CADRETRAIN_PERIOD_START
    # .. setting_default: [1, 1]
    # .. setting_description: Month and day on which the annual period begins (9.1.2).
    "CADRETRAIN_PERIOD_START": [1, 1],
    # .. setting_name: CADRETRAIN_PERIOD_OPEN_DAYS
    # .. setting_default: 31
    # .. setting_description: For how many days after its end an annual period still takes credit whose last condition
    #    was met within it, such as an exam of its last days (R2). What is entered later falls when it is entered.
    "CADRETRAIN_PERIOD_OPEN_DAYS": 31,
    # .. setting_name: CADRETRAIN_COMPLETION_RULE
    # .. setting_default: {}
    # .. setting_description: What completes a course (8.2.5): time_share, the percentage of its duration that is to be
    #    learned (100), and content, whether all that can be completed in it is to be completed, where the platform
    #    keeps count of that (True). A version of a course keeps the rule that it was published with.
    "CADRETRAIN_COMPLETION_RULE": {},
    # .. setting_name: CADRETRAIN_ATTEMPT_THAT_COUNTS
    # .. setting_default: "best"
    # .. setting_description: Which of several attempts at an assessment counts (8.2.5): "best" or "last".
    "CADRETRAIN_ATTEMPT_THAT_COUNTS": "best",
    # .. setting_name: CADRETRAIN_REPORTED_COURSE_ACTS
    # .. setting_default: []
    # .. setting_description: Which acts on released courses are reported to the department above the institution
    #    (7.1.3): any of "update", "offline", "online", "revoke".
    "CADRETRAIN_REPORTED_COURSE_ACTS": [],
    # .. setting_name: CADRETRAIN_CERTIFICATE_NUMBER
    # .. setting_default: "{issuer}-{year}-{class_code}-{serial:04}-{random}{check}"
    # .. setting_description: How numbers of certificates are made (8.3.6): code of the institution, year, code of the
    #    class, serial number in the class, four random characters, check character (ISO 7064 MOD 37,36). It has to name
    #    issuer, class_code, serial and random, so that no number comes twice and none is guessed.
    "CADRETRAIN_CERTIFICATE_NUMBER": "{issuer}-{year}-{class_code}-{serial:04}-{random}{check}",
    # .. setting_name: CADRETRAIN_CERTIFICATE_TEMPLATE
    # .. setting_default: "classic"
    # .. setting_description: How certificates look where the institution keeps no template: classic, plain, bilingual.
    "CADRETRAIN_CERTIFICATE_TEMPLATE": "classic",
    # .. setting_name: CADRETRAIN_CERTIFICATE_CHECKS
    # .. setting_default: 30
    # .. setting_description: How many certificates may be checked from one address in a minute.
    "CADRETRAIN_CERTIFICATE_CHECKS": 30,
    # .. setting_name: CADRETRAIN_FONT_PATHS
    # .. setting_default: []
    # .. setting_description: Folders with the fonts that certificates are set in, such as LXGW WenKai. Empty: the Noto,
    #    Source Han or LXGW WenKai fonts of the system (on Debian the package fonts-noto-cjk).
    "CADRETRAIN_FONT_PATHS": [],
    # .. setting_name: CADRETRAIN_PUBLIC_ADDRESS
    # .. setting_default: ""
    # .. setting_description: How addresses printed on certificates begin, such as "https://lms.example.org". Empty: the
    #    platform's LMS_ROOT_URL. They are on paper, so it must not change.
    "CADRETRAIN_PUBLIC_ADDRESS": "",
    # .. setting_name: CADRETRAIN_SITE_NAME
    # .. setting_default: "cadretrain.invalid"
    # .. setting_description: The name under which the site signs its archive log and packages, such as its domain.
    #    It must not change once the log has an entry.
    "CADRETRAIN_SITE_NAME": "cadretrain.invalid",
    # .. setting_name: CADRETRAIN_SIGNING_KEY_FILE
    # .. setting_default: ""
    # .. setting_description: File with the site's signing key, made by "cadretrain key new". Keep it out of backups
    #    that others read.
    "CADRETRAIN_SIGNING_KEY_FILE": "",
    # .. setting_name: CADRETRAIN_MATCHING_KEY_FILE
    # .. setting_default: ""
    # .. setting_description: File with the top department's matching key, at least 32 bytes in hexadecimal digits or
    #    base64, under which persons are found to be one (R10). Without it no identity number is taken.
    "CADRETRAIN_MATCHING_KEY_FILE": "",
    # .. setting_name: CADRETRAIN_IDENTITY_STORAGE
    # .. setting_default: "hash"
    # .. setting_description: What is kept of an identity number besides its masked form: "hash" keeps no more than the
    #    keyed hash, "encrypted" the number as well, sealed under CADRETRAIN_PERSONAL_DATA_KEY_FILE.
    "CADRETRAIN_IDENTITY_STORAGE": "hash",
    # .. setting_name: CADRETRAIN_PERSONAL_DATA_KEY_FILE
    # .. setting_default: ""
    # .. setting_description: File with the key that seals identity numbers, 32 bytes in hexadecimal digits or base64.
    #    What was sealed is lost with it.
    "CADRETRAIN_PERSONAL_DATA_KEY_FILE": "",
    # .. setting_name: CADRETRAIN_EXPORT_ROOT
    # .. setting_default: "cadretrain-exports"
    # .. setting_description: Folder that packages are written to. They hold personal data: keep it private.
    "CADRETRAIN_EXPORT_ROOT": "cadretrain-exports",
    # .. setting_name: CADRETRAIN_LEAVE_LIMIT
    # .. setting_default: "1/7"
    # .. setting_description: The part of a class's hours that a trainee may miss by leave, as a fraction (8.3.4);
    #    whoever misses more is named to the head teacher for dropping out.
    "CADRETRAIN_LEAVE_LIMIT": "1/7",
    # .. setting_name: CADRETRAIN_FEWEST_ANSWERS
    # .. setting_default: 5
    # .. setting_description: Below so many answers no results of an evaluation are shown (7.1.2, 8.3.4).
    "CADRETRAIN_FEWEST_ANSWERS": 5,
    # .. setting_name: CADRETRAIN_FILE_LIMIT_MIB
    # .. setting_default: 50
    # .. setting_description: MiB of a file that is offered as a learning support resource (7.2). The files lie in the
    #    storage named cadretrain_files in STORAGES, else in the default one; where that is public, name a private one.
    "CADRETRAIN_FILE_LIMIT_MIB": 50,
    # .. setting_name: CADRETRAIN_FILE_TYPES
    # .. setting_default: ["pdf", "ofd", "docx", "xlsx", "pptx", "txt", "png", "jpg", "mp3", "mp4"]
    # .. setting_description: Endings of the files that are taken, some of pdf, ofd, docx, xlsx, pptx, txt, png, jpg,
    #    mp3, mp4.
    "CADRETRAIN_FILE_TYPES": ["pdf", "ofd", "docx", "xlsx", "pptx", "txt", "png", "jpg", "mp3", "mp4"],
    # .. setting_name: CADRETRAIN_QUESTION_POLICY
    # .. setting_default: {}
    # .. setting_description: Within how many working days a question is to be answered (8.2.3), due_days, and how often
    #    one person may write within an hour, most_per_hour. Monday to Friday are worked, but for days_off (public
    #    holidays), and besides them days_on (days that are worked instead), lists such as ["2026-10-01"]. What is not
    #    named keeps its default (3, 10, [], []).
    "CADRETRAIN_QUESTION_POLICY": {},
    # .. setting_name: CADRETRAIN_REMINDER_POLICY
    # .. setting_default: {}
    # .. setting_description: When trainees are reminded (8.2.3): before_days (days before the period ends), lag_percent
    #    (points behind the calendar) and lag_every_days. What is not named keeps its default ([60, 30, 7], 20, 30).
    "CADRETRAIN_REMINDER_POLICY": {},
    # .. setting_name: CADRETRAIN_REMINDER_CHANNELS
    # .. setting_default: {"mail": {}}
    # .. setting_description: By which channels reminders go out besides the notices on the trainee's pages, with their
    #    options: "mail" {}, "sms" and "messenger" {"url": ..., "key_file": ...}.
    "CADRETRAIN_REMINDER_CHANNELS": {"mail": {}},
    # .. setting_name: CADRETRAIN_MANDATORY_CHANNELS
    # .. setting_default: []
    # .. setting_description: Channels that no trainee may refuse, where the law allows that.
    "CADRETRAIN_MANDATORY_CHANNELS": [],
    # .. setting_name: CADRETRAIN_IMPORT_ROOT
    # .. setting_default: "cadretrain-imports"
    # .. setting_description: Folder for large tables until a worker has taken them in, and for their refused rows,
    #    shared by the LMS and its workers. Where they share none, name a private storage "cadretrain" in Django's
    #    STORAGES.
    "CADRETRAIN_IMPORT_ROOT": "cadretrain-imports",
    # .. setting_name: CADRETRAIN_HOST
    # .. setting_default: ""
    # .. setting_description: Module that stands in for the platform where there is none, as in the demonstration.
    #    Empty inside Open edX.
    "CADRETRAIN_HOST": "",
}


def plugin_settings(settings: Any) -> None:
    """Add the defaults to the host's settings module."""
    for name, default in DEFAULTS.items():
        if not hasattr(settings, name):
            setattr(settings, name, default)

"""The same for the sentences about the computer that the bot runs on: trying it, setting it up, its data, its make."""

from __future__ import annotations

TRYING = {
    "You need Linux or macOS": ("test_readme.py::test_the_oldest_python_is_the_same_everywhere",),
    "make demo": ("journeys/test_demo.py::test_the_demo_plays_a_whole_evening_in_a_fresh_folder_without_any_account",),
    "It plays a whole evening": (
        "journeys/test_demo.py::test_the_demo_plays_a_whole_evening_in_a_fresh_folder_without_any_account",
    ),
    "It takes a minute": (
        "journeys/test_demo.py::test_the_demo_plays_a_whole_evening_in_a_fresh_folder_without_any_account",
    ),
    "make test": ("test_readme.py::test_what_make_does_is_what_the_readme_says",),
    "It runs all tests.": ("test_readme.py::test_make_test_leaves_no_test_out",),
    "Both commands install what they need": ("test_readme.py::test_make_installs_into_venv_and_nowhere_else",),
}

SETTING_UP = {
    "Then a file or a link that a member drops": (
        "journeys/test_dropped_messages.py::test_with_the_intent_a_dropped_song_is_submitted_and_its_message_removed",
    ),
    "Without it, the bot answers such a message": (
        "journeys/test_dropped_messages.py::"
        "test_without_the_intent_a_dropped_song_is_answered_with_the_submit_button_and_stays",
    ),
    "https://discord.com/oauth2/authorize": (
        "test_readme.py::test_the_address_asks_for_the_permissions_that_are_named_and_for_no_others",
        "sandbox/test_permissions.py::test_the_bot_may_hold_nothing_but_what_the_invite_asked_for",
    ),
    "The bot asks for these permissions": (
        "test_readme.py::test_the_address_asks_for_the_permissions_that_are_named_and_for_no_others",
    ),
    "It never asks for Administrator.": ("test_readme.py::test_administrator_is_never_asked_for",),
    "In the folder of this file, copy the example": (
        "test_config.py::test_the_example_file_asks_for_the_token_and_otherwise_holds_the_defaults",
    ),
    "cp .env.example .env": (
        "test_config.py::test_the_example_file_asks_for_the_token_and_otherwise_holds_the_defaults",
    ),
    "It runs as long as this window is open": ("journeys/test_restart.py::test_ctrl_c_stops_the_bot",),
    "make run": ("test_readme.py::test_what_make_does_is_what_the_readme_says",),
    "In your server, press **Set up**": (
        "flows/test_join.py::test_one_message_whose_button_opens_the_panel",
        "flows/test_setup.py::test_setup_sets_what_is_given_and_answers_with_a_check_list",
    ),
    "The panel shows what is there": (
        "flows/test_setup_panel.py::test_a_red_line_says_what_is_missing_where_and_what_mends_it",
    ),
    "**Create everything for me** makes": (
        "flows/test_setup_panel.py::test_from_an_empty_server_to_the_first_song_the_owner_does_four_things",
        "flows/test_setup_panel.py::test_without_manage_channels_there_is_a_sentence_and_the_link_that_adds_just_that",
    ),
    "Or pick channels that you have.": (
        "flows/test_setup_panel.py::test_what_is_set_is_kept_and_only_the_rest_is_made",
    ),
    "Then `/help` says what you can do.": (
        "flows/test_help.py::test_members_reviewers_and_admins_each_see_what_they_may_do",
    ),
}

DATA = {
    "Everything is in the folder `data`": ("test_readme.py::test_the_data_lies_where_the_readme_says",),
    "To move the bot to another computer": ("test_readme.py::test_a_copy_of_the_folder_is_the_whole_bot",),
    "A song that got its receipt": ("test_benchmarks.py::test_a_bot_that_is_killed_twice_loses_nothing",),
}

BACKUPS = {
    "The bot backs up by itself": (
        "flows/test_backup.py::test_the_bot_makes_the_first_backups_when_it_starts_and_looks_every_minute_what_is_due",
        "test_readme.py::test_the_data_lies_where_the_readme_says",
    ),
    "Missed ones are made at the next start.": (
        "services/test_backups.py::test_at_the_start_what_was_missed_is_made_and_then_nothing_until_the_next_hour",
    ),
    "Names are in UTC.": (
        "domain/test_backups.py::test_names_go_by_utc_so_that_the_hour_that_summer_time_repeats_has_two_names",
    ),
    "| `points_backup_YYYYMMDD_HH.json`": (
        "test_readme.py::test_backups_are_named_and_kept_as_their_rows_say",
        "services/test_backups.py::test_the_hourly_backup_is_readable_and_has_every_server",
    ),
    "| `music_queue_YYYYMMDD.db`": (
        "test_readme.py::test_backups_are_named_and_kept_as_their_rows_say",
        "services/test_backups.py::test_the_nightly_copy_is_made_at_four_utc",
        "services/test_backups.py::test_the_nightly_copy_is_the_whole_database_in_one_file",
        "services/test_backups.py::test_a_copy_that_is_not_sound_never_gets_its_name",
    ),
    "| `guild_ID_YYYYMMDD_HHMMSS.json`": (
        "test_readme.py::test_backups_are_named_and_kept_as_their_rows_say",
        "services/test_restore.py::test_what_was_there_before_is_backed_up_first_and_leads_back",
        "services/test_restore.py::test_the_backup_has_every_table_with_a_guild_id_and_those_below",
    ),
    "No backup has the songs' audio files": (
        "services/test_backup_promises.py::test_no_backup_has_the_audio_of_a_song_in_it",
    ),
    "`/backup restore` asks first": (
        "flows/test_backup.py::test_restore_asks_first_then_the_server_is_as_it_was_and_the_boards_follow",
        "services/test_restore.py::test_a_restore_leaves_the_other_server_untouched",
    ),
    "Messages that the bot has posted stay": (
        "flows/test_backup.py::test_restore_asks_first_then_the_server_is_as_it_was_and_the_boards_follow",
    ),
    "A restore also brings back what members had erased": (
        "services/test_backup_promises.py::test_a_restore_brings_back_what_a_member_erased_since",
    ),
    "| `.venv/bin/python bot.py backup` |": (
        "test_copies.py::test_a_backup_can_be_made_while_the_bot_runs_and_is_found_by_its_name_alone",
        "test_readme.py::test_a_backup_by_hand_is_kept_until_somebody_deletes_it",
    ),
    "| `.venv/bin/python bot.py restore FILE` |": (
        "test_copies.py::test_a_backup_is_one_checked_file_and_a_restore_brings_all_of_it_back",
        "test_copies.py::test_a_restore_is_refused_while_a_bot_runs_on_the_data",
        "test_copies.py::test_what_is_no_sound_copy_is_refused_in_a_sentence_and_nothing_changes",
        "test_copies.py::test_a_damaged_database_is_kept_as_it_is_and_replaced",
    ),
}

_ENDINGS = "process/test_endings.py::test_what_is_expected_ends_with_its_code_and_one_sentence"

RUNNING = {
    "`.venv/bin/python bot.py doctor` looks": (
        "journeys/test_doctor.py::test_all_is_green_beside_a_running_bot_and_each_damage_is_red_with_its_mend",
        "journeys/test_doctor.py::test_a_wrong_token_and_a_damaged_database_are_red",
    ),
    "[docs/running.md]": ("test_readme.py::test_every_file_that_the_readme_links_to_is_there",),
    "[docs/faults.md]": ("test_house_faults.py::test_every_fault_has_its_tests_and_each_of_them_exists",),
    "The bot ends with one of these codes": (_ENDINGS,),
    "| 0 |": ("journeys/test_restart.py::test_a_restart_ends_with_0_and_old_buttons_and_open_forms_are_answered",),
    "| 1 |": (
        "process/test_endings.py::test_a_bug_is_no_sentence",
        "journeys/test_doctor.py::test_all_is_green_beside_a_running_bot_and_each_damage_is_red_with_its_mend",
    ),
    "| 2 |": (_ENDINGS, "journeys/test_health.py::test_a_port_that_is_taken_stops_the_start_with_a_sentence"),
    "| 3 |": (
        _ENDINGS,
        "journeys/test_endings.py::"
        "test_a_token_that_stops_working_ends_the_bot_with_its_own_code_and_without_another_try",
    ),
    "| 4 |": (
        _ENDINGS,
        "journeys/test_endings.py::test_a_second_process_on_the_same_data_is_refused_and_the_first_goes_on",
    ),
    "| 5 |": (_ENDINGS, "journeys/test_endings.py::test_discord_out_of_reach_at_the_start_is_told_in_a_sentence"),
}

SETTINGS = {
    "They are read from the file `.env`": (
        "test_config.py::test_the_environment_wins_over_the_file_even_when_it_is_empty",
    ),
    "The bot reads them once, when it starts.": (
        "test_config.py::test_settings_cannot_be_changed_and_do_not_show_the_token",
        "test_house.py::test_the_house_keeps_the_rule",
    ),
    "| `DISCORD_TOKEN` |": (
        "journeys/test_start.py::test_without_a_token_the_bot_says_which_variable_where_to_get_one_and_what_to_try",
    ),
    "| `GUILD_ID` |": (
        "flows/test_command_sync.py::test_a_home_server_has_the_commands_alone_and_an_earlier_home_loses_them",
    ),
    "| `DATA_DIR` |": (
        "test_readme.py::test_an_empty_variable_means_what_its_row_says",
        "test_readme.py::test_the_data_lies_where_the_readme_says",
    ),
    "| `BACKUP_DIR` |": (
        "test_readme.py::test_an_empty_variable_means_what_its_row_says",
        "test_readme.py::test_the_data_lies_where_the_readme_says",
    ),
    "| `MEDIA_QUOTA_GB` |": (
        "test_readme.py::test_an_empty_variable_means_what_its_row_says",
        "test_readme.py::test_the_data_lies_where_the_readme_says",
        "media/test_store.py::test_beyond_the_quota_the_oldest_songs_go_first",
        "services/test_files.py::test_files_of_pending_waiting_and_playing_songs_are_never_dropped",
    ),
    "| `MEDIA_KEEP_DAYS` |": (
        "test_readme.py::test_an_empty_variable_means_what_its_row_says",
        "services/test_privacy.py::test_audio_goes_after_the_days_that_the_owner_chose_unless_it_waits",
    ),
    "| `LOG_LEVEL` |": (
        "test_readme.py::test_an_empty_variable_means_what_its_row_says",
        "test_readme.py::test_the_levels_of_the_log_are_those_of_its_row",
    ),
    "| `SIGN_API_KEY` |": ("tiktok/test_raised.py::test_without_a_key_the_sign_server_is_asked_anonymously",),
    "| `OVERLAY_PORT`, `OVERLAY_HOST` |": (
        "journeys/test_health.py::test_the_pages_say_when_the_bot_is_well_and_what_it_does",
        "test_config.py::test_a_token_alone_is_enough_and_the_rest_has_its_defaults",
    ),
    "| `DISCORD_API_BASE`": (
        "test_config.py::test_every_variable_reaches_its_field",
        "test_config.py::test_a_token_alone_is_enough_and_the_rest_has_its_defaults",
    ),
}

CONTRIBUTING = {
    "`make check` looks at style": (
        "test_readme.py::test_what_make_does_is_what_the_readme_says",
        "test_readme.py::test_make_test_leaves_no_test_out",
    ),
    "Both have to pass.": ("test_readme.py::test_what_has_to_pass_is_check_and_test",),
    "`make torture` kills the bot": (
        "test_readme.py::test_what_make_does_is_what_the_readme_says",
        "test_readme.py::test_torture_kills_two_hundred_times",
        "test_benchmarks.py::test_a_song_that_the_disk_has_lost_is_named",
        "test_torture.py::test_every_trouble_comes_before_any_comes_twice_and_the_same_seed_gives_the_same",
        "test_torture.py::test_a_run_with_every_trouble_finds_nothing_lost_doubled_untrue_or_touched",
    ),
    "`make memory` sees": (
        "test_readme.py::test_what_make_does_is_what_the_readme_says",
        "test_memory_limit.py::test_hostile_files_beside_viewers_and_songs_stay_below_the_limit",
    ),
    "`make bench` measures": (
        "test_readme.py::test_what_make_does_is_what_the_readme_says",
        "test_bench_of_ingestion.py::test_the_library_alone_hears_every_event_of_the_same_sender",
    ),
    "`make soak` counts": ("test_readme.py::test_what_make_does_is_what_the_readme_says",),
    "`make lock` pins": (
        "test_readme.py::test_what_make_does_is_what_the_readme_says",
        "test_house.py::test_a_lock_without_a_version_or_without_a_hash_is_found",
    ),
    "`make clean` takes away": ("test_readme.py::test_make_clean_takes_what_the_tools_left_and_never_the_data",),
    "`.venv/bin/python -m benchmarks.backup_stall`": (
        "test_readme.py::test_the_stall_of_a_backup_is_measured_with_a_gigabyte",
    ),
    "[docs/security.md]": (
        "test_readme.py::test_every_file_that_the_readme_links_to_is_there",
        "test_house_security.py::test_every_test_that_the_document_names_exists",
    ),
    "[docs/architecture.md]": ("test_readme.py::test_every_file_that_the_readme_links_to_is_there",),
    "[docs/platforms.md]": ("test_readme.py::test_every_file_that_the_readme_links_to_is_there",),
    "[docs/dependencies.md]": (
        "test_readme.py::test_every_file_that_the_readme_links_to_is_there",
        "test_house.py::test_the_house_keeps_the_rule",
    ),
    "[AGPL-3.0-or-later]": ("test_readme.py::test_the_licence_is_the_one_that_is_named",),
    "The LIVE part uses TikTokLive 7": ("test_readme.py::test_the_licence_is_the_one_that_is_named",),
}

OF_THE_HOST = TRYING | SETTING_UP | DATA | RUNNING | BACKUPS | SETTINGS | CONTRIBUTING

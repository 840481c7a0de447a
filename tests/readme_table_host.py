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
    "In Discord, use `/setup`": ("flows/test_setup.py::test_setup_sets_what_is_given_and_answers_with_a_check_list",),
    "Then `/help` says what you can do.": (
        "flows/test_help.py::test_members_reviewers_and_admins_each_see_what_they_may_do",
    ),
}

DATA = {
    "Everything is in the folder `data`": ("test_readme.py::test_the_data_lies_where_the_readme_says",),
    "To move the bot to another computer": ("test_readme.py::test_a_copy_of_the_folder_is_the_whole_bot",),
    "A song that got its receipt": ("test_benchmarks.py::test_a_bot_that_is_killed_twice_loses_nothing",),
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
        "test_readme.py::test_make_clean_takes_what_the_tools_left_and_never_the_data",
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

OF_THE_HOST = TRYING | SETTING_UP | DATA | SETTINGS | CONTRIBUTING

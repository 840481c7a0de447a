"""What the README says, and the tests that prove it; a sentence is known by how it starts, a test by its place."""

from __future__ import annotations

from tests.readme_table_host import OF_THE_HOST

# Says what people may do outside of the bot, or what other documents and the law say: nothing that a test could prove.
ADVICE = (
    "A Discord bot for music review shows.",
    "On Windows, do all of this inside",
    "On Ubuntu and Debian this line",
    "sudo apt install",
    "Open a terminal in the folder",
    "Then:",
    "Open <https://discord.com/developers/applications>",
    "On the page **Bot**",
    "It is the bot's password",
    "If you like, switch on **Message Content Intent**",
    "On the page **General Information**",
    "Put it into this address",
    "nano .env",
    "Start the bot.",
    "At the command line, in the folder of this file:",
    "If you change the bot and let others use it",
)

_THE_SHOW = {
    "Members of your server submit songs.": (
        "flows/test_submitting.py::test_the_form_submits_a_link_and_gives_a_receipt",
    ),
    "The bot keeps them in a queue that everybody can see.": (
        "flows/test_displays_boards.py::test_the_boards_show_what_is_in_line_what_plays_and_what_is_to_approve",
    ),
    "You play them one after another": (
        "services/test_queue.py::test_next_plays_the_first_song_in_order_and_the_one_before_it_is_played",
        "flows/test_undo_flow.py::test_undo_names_doer_action_and_song_and_brings_back_what_played",
    ),
    "The bot is made for shows on TikTok LIVE": (
        "journeys/test_live_sessions.py::test_waiting_for_a_creator_goes_on_after_a_kill",
        "domain/test_tally.py::test_every_deed_is_counted_and_earns_its_points",
        "services/test_promotions.py::test_a_gift_moves_the_members_song_up_at_once_and_the_member_is_told",
        "flows/test_metrics.py::test_the_report_is_posted_by_itself_with_table_chart_and_file",
    ),
    "It works without a LIVE too.": (
        "journeys/test_next_pressed_twice.py::"
        "test_each_of_fifty_double_presses_of_next_takes_exactly_one_song_in_order",
    ),
    "The lines, highest first": ("test_readme.py::test_the_lines_are_those_of_the_usual_ladder",),
    "A higher line is played empty": ("domain/test_order.py::test_a_higher_line_is_drained_before_the_next",),
    "In a paid line": ("domain/test_order.py::test_inside_a_paid_line_the_first_to_enter_it_is_the_first_out",),
    "In Free, members with more points": (
        "services/test_queue.py::test_points_decide_in_free_and_the_lines_above_come_first",
        "services/test_queue.py::test_a_play_from_free_takes_the_points_of_the_member_and_of_every_linked_account",
        "services/test_settings.py::test_the_order_of_free_is_a_setting",
    ),
    "A member has one song in Free": (
        "services/test_submissions.py::test_a_member_has_one_waiting_song_in_free_and_the_second_is_refused",
    ),
    "A member may ask for a skip": (
        "flows/test_submitting.py::test_a_skip_waits_for_a_reviewer",
        "flows/test_reviewing.py::test_approve_puts_a_skip_into_the_lowest_paid_line_or_the_chosen_one",
        "flows/test_reviewing.py::test_reject_sends_a_skip_to_free_where_there_is_room_and_back_where_there_is_none",
    ),
    "A song is a link or a file.": (
        "domain/test_admission.py::test_a_song_with_neither_link_nor_file_is_refused",
        "flows/test_submitting_bad_input.py::test_neither_link_nor_file_is_refused",
    ),
    "Links may go to": (
        "test_readme.py::test_the_sites_are_those_allowed_by_default",
        "domain/test_links.py::test_every_site_allowed_by_default_has_a_name_and_takes_links",
        "domain/test_links.py::test_a_server_that_allows_one_site_refuses_all_others",
    ),
    "Files may be MP3, WAV, M4A or FLAC": (
        "flows/test_submitting.py::test_submitfile_takes_all_four_formats",
        "media/test_checks.py::test_a_wrong_file_is_refused_with_the_sentence_that_fits",
        "test_readme.py::test_the_largest_file_is_the_usual_one",
        "media/test_store.py::test_a_song_of_exactly_the_limit_is_taken_and_one_byte_more_is_not",
    ),
}

_THE_LIVE = {
    "A reviewer uses `/tiktok connect`": (
        "journeys/test_live_connecting.py::test_an_offline_creator_is_waited_for_and_a_disconnect_is_silent",
    ),
    "Likes, comments, shares, follows": (
        "domain/test_tally.py::test_every_deed_is_counted_and_earns_its_points",
        "services/test_points.py::test_a_members_points_are_their_own_and_those_of_every_linked_account",
    ),
    "Each coin of a gift counts once": (
        "journeys/test_live_gifts.py::test_every_coin_is_credited_exactly_once_whatever_happens_on_the_way",
        "domain/test_promotion.py::test_the_song_highest_in_play_order_is_moved_and_a_pending_one_last",
        "test_readme.py::test_the_prices_are_the_usual_ones",
    ),
    "Credit waits while there is no song": (
        "services/test_promotions.py::test_credit_is_held_while_there_is_no_song_and_spent_at_the_submission",
        "services/test_promotions.py::test_credit_is_held_while_there_is_no_link_and_spent_at_the_link",
        "services/test_live.py::test_the_coins_of_one_streak_are_few_lots_and_expire_after_thirty_days",
    ),
    "Coins that were spent on a song come back": (
        "services/test_promotions.py::test_coins_that_were_spent_on_a_song_that_goes_come_back_and_the_member_is_told",
    ),
    "When the LIVE is over": ("flows/test_metrics.py::test_the_report_is_posted_by_itself_with_table_chart_and_file",),
    "TikTok does not report every like": (
        "views/test_report.py::test_the_summary_says_all_there_is_to_say",
        "views/test_report.py::test_two_thousand_accounts_fill_five_messages_and_the_rest_is_in_the_file",
    ),
    "The text of comments is never stored.": (
        "services/test_proofs.py::test_the_text_of_a_comment_is_nowhere_on_disk",
    ),
    "Following LIVEs rests on TikTokLive": (
        "journeys/test_live_connecting.py::test_a_quota_that_is_used_up_is_waited_for_until_its_reset",
        "tiktok/test_raised.py::test_without_a_key_the_sign_server_is_asked_anonymously",
    ),
}

_WHO_MAY = {
    "**Members** submit with the form": (
        "flows/test_submitting.py::test_the_form_submits_a_link_and_gives_a_receipt",
        "flows/test_submitting.py::test_submitfile_takes_all_four_formats",
        "flows/test_my_songs.py::test_the_portal_opens_form_and_songs_for_whoever_presses",
        "flows/test_submitting.py::test_the_message_menu_submits_the_link_of_ones_own_message",
        "flows/test_submitting.py::test_the_message_menu_refuses_the_message_of_somebody_else_and_one_without_a_song",
    ),
    "**Reviewers** have": (
        "flows/test_reviewing.py::test_no_reviewers_command_works_for_a_member",
        "flows/test_reviewing.py::test_manage_server_is_enough_to_review",
    ),
    "**Admins** have": (
        "flows/test_points.py::test_the_commands_of_admins_refuse_others_even_when_discord_lets_them_through",
        "flows/test_setup.py::test_setup_and_settings_are_for_admins_though_a_server_opens_them_to_others",
        "flows/test_self_heal.py::test_selfheal_is_for_admins",
    ),
}

_COMMANDS = {
    "| `/submit` |": ("flows/test_submitting.py::test_the_form_has_its_five_parts_and_says_the_smaller_file_limit",),
    "| `/submitfile`, `/submitlink` |": (
        "flows/test_submitting.py::test_submitfile_takes_all_four_formats",
        "flows/test_submitting.py::test_a_note_goes_with_the_song",
    ),
    "| `/mysubmissions` |": (
        "flows/test_my_songs.py::test_the_page_shows_ones_own_songs_and_nobody_elses",
        "flows/test_my_songs.py::test_remove_on_the_page_takes_the_song_out_and_redraws_the_page",
        "flows/test_my_songs.py::test_resubmit_asks_for_the_line_and_sends_the_song_again",
        "flows/test_my_songs.py::test_delete_asks_first_and_hides_the_song_from_its_member_alone",
        "flows/test_submitting.py::test_edit_in_the_receipt_changes_the_song_and_keeps_its_place",
    ),
    "| `/queue` |": ("flows/test_queue.py::test_the_queue_shows_a_page_with_ones_own_place_and_why_it_is_there",),
    "| `/away` |": ("flows/test_queue.py::test_away_keeps_the_place_and_is_said_in_why_here_until_one_is_back",),
    "| `/link-tiktok`, `/unlink-tiktok`": ("flows/test_points.py::test_a_member_links_lists_and_unlinks_handles",),
    "| `/points`, `/leaderboard` |": (
        "flows/test_points.py::test_points_are_shown_by_origin_and_by_account",
        "flows/test_points.py::test_the_leaderboard_lists_the_highest_first_and_pings_nobody",
    ),
    "| `/my-data` |": (
        "flows/test_my_data.py::test_a_member_gets_their_data_as_a_file_for_their_eyes_alone",
        "flows/test_my_data.py::test_erasing_asks_first_and_then_leaves_nothing_of_the_member",
        "services/test_privacy.py::test_every_table_that_knows_a_member_is_in_the_export",
    ),
    "| `/help` |": ("flows/test_help.py::test_members_reviewers_and_admins_each_see_what_they_may_do",),
    "| `/next` |": ("flows/test_reviewing.py::test_next_says_what_plays_what_ended_and_how_many_points_went",),
    "| `/undo` |": ("services/test_undo.py::test_undo_by_somebody_else_after_a_restart_brings_everything_back",),
    "| `/approve`, `/reject` |": (
        "flows/test_reviewing.py::test_approve_puts_a_skip_into_the_lowest_paid_line_or_the_chosen_one",
        "flows/test_reviewing.py::test_reject_sends_a_skip_to_free_where_there_is_room_and_back_where_there_is_none",
    ),
    "| `/move`, `/remove` |": (
        "flows/test_reviewing.py::test_move_puts_a_song_at_the_end_of_another_line",
        "flows/test_reviewing.py::test_remove_takes_a_song_out_and_tells_the_way_back",
    ),
    "| `/metrics` |": ("flows/test_metrics.py::test_metrics_posts_the_newest_report_again_for_all_to_see",),
    "| `/archive`, `/audit` |": (
        "flows/test_records.py::test_the_archive_shows_played_songs_newest_first_and_turns_its_pages",
        "flows/test_records.py::test_the_log_says_who_did_what_why_and_who_undid_it",
    ),
    "| `/opensubmissions`, `/closesubmissions`, `/clearfree` |": (
        "flows/test_reviewing.py::test_the_free_line_is_closed_and_opened_and_a_second_time_is_told",
        "flows/test_reviewing.py::test_clearing_free_asks_with_the_number_of_songs_and_leaves_other_lines_alone",
    ),
    "| `/tiktok` |": (
        "journeys/test_live_connecting.py::test_an_offline_creator_is_waited_for_and_a_disconnect_is_silent",
        "tiktok/test_supervisor.py::test_status_tells_what_came_and_for_how_long",
    ),
    "| `/block` |": (
        "flows/test_blocks_flow.py::test_a_blocked_member_is_refused_with_the_reason_until_the_block_is_taken_away",
        "flows/test_blocks_flow.py::test_a_blocked_website_and_text_turn_songs_down",
        "services/test_promotions.py::test_a_blocked_accounts_gift_moves_nothing",
    ),
    "| `/setup` |": (
        "flows/test_setup.py::test_setup_sets_what_is_given_and_answers_with_a_check_list",
        "flows/test_setup_panel.py::test_from_an_empty_server_to_the_first_song_the_owner_does_four_things",
        "flows/test_setup_panel.py::test_a_red_line_says_what_is_missing_where_and_what_mends_it",
    ),
    "| `/settings` |": (
        "flows/test_setup.py::test_settings_show_has_every_setting_with_value_default_bounds_and_meaning",
        "flows/test_setup.py::test_a_setting_is_set_within_its_bounds",
        "flows/test_settings_files.py::test_an_exported_file_brings_every_setting_back",
    ),
    "| `/adjustpoints`, `/resetpoints`, `/credit` |": (
        "services/test_points.py::test_points_given_by_hand_need_a_reason_and_an_amount_within_bounds",
        "flows/test_points.py::test_a_reset_of_a_member_takes_the_linked_accounts_along_and_of_a_handle_does_not",
        "services/test_promotions.py::test_credit_by_hand_promotes_needs_a_reason_and_bounds_and_is_in_the_audit",
    ),
    "| `/backup` |": (
        "services/test_restore.py::test_after_damage_a_restore_brings_back_every_row",
        "flows/test_backup.py::test_backup_now_hands_the_file_to_the_admin_alone",
        "flows/test_backup.py::test_list_names_what_there_is",
        "flows/test_backup.py::test_restore_asks_first_then_the_server_is_as_it_was_and_the_boards_follow",
    ),
    "| `/selfheal` |": (
        "flows/test_self_heal.py::test_selfheal_says_what_was_checked",
        "flows/test_self_heal.py::test_a_board_that_lost_its_pin_is_pinned_again_by_selfheal",
    ),
    "| `/doctor` |": (
        "journeys/test_doctor.py::test_all_is_green_beside_a_running_bot_and_each_damage_is_red_with_its_mend",
        "journeys/test_doctor.py::test_in_discord_the_lines_about_the_computer_are_for_the_owner_of_the_application",
    ),
}

PROVEN = _THE_SHOW | _THE_LIVE | _WHO_MAY | _COMMANDS | OF_THE_HOST

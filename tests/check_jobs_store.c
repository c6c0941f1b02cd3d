/* Jobs of any kind: results kept in memory are those of a file, files of two kinds are kept apart, checkpoints last as
 * long as they are needed, what is unknown is counted, and what a kind refuses is not kept. */
#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "base/json_read.h"
#include "base/memory.h"
#include "check_common.h"
#include "jobs/run.h"
#include "jobs/status.h"
#include "study/gap_study.h"

enum { MOST_JOBS = 40, STEPS = 5 };

/* ---- sums: a study of {"jobs": N, "first": A}; job i adds up STEPS numbers from A + i on, a step at a time ---- */

static nw_status read_sums(nw_study *study, json_t *object, const char *file, nw_error *error)
{
    long jobs = 0, first = 0;
    const nw_json_place place = {file, ""};
    nw_status status = nw_json_get_integer(&jobs, object, "jobs", 1, MOST_JOBS, place, error);
    if (status == NW_OK)
        status = nw_json_get_integer(&first, object, "first", 0, 1000, place, error);
    if (status != NW_OK)
        return status;
    long *numbers = nw_alloc((size_t)jobs, sizeof *numbers);
    for (long i = 0; i < jobs; i++)
        numbers[i] = first + i;
    study->jobs = numbers;
    study->count = (size_t)jobs;
    study->resolved = json_pack("{s:i, s:i}", "jobs", (int)jobs, "first", (int)first);
    return NW_OK;
}

static long number_at(const nw_study *study, size_t number)
{
    return ((const long *)study->jobs)[number];
}

static char *text_of_sum(const nw_study *study, size_t number)
{
    return nw_format("{\"from\":%ld}", number_at(study, number));
}

static long sum_from(long number)
{
    long sum = 0;
    for (long i = 0; i < STEPS; i++)
        sum += number + i;
    return sum;
}

/* What a test asks of the measurer, and what it saw.  With one thread alone. */
static volatile bool stop;
static int steps, stop_after; /* 0: never */
static size_t begun[MOST_JOBS], begun_count;
static bool wrong_record, without_checkpoint;

static void read_state(long *sum, long *at, const char *checkpoint)
{
    FILE *stream = checkpoint != NULL ? fopen(checkpoint, "r") : NULL;
    *sum = *at = 0;
    if (stream == NULL)
        return;
    ck_assert_int_eq(fscanf(stream, "%ld %ld", at, sum), 2);
    fclose(stream);
}

static void write_state(long sum, long at, const char *checkpoint)
{
    if (checkpoint == NULL)
        return;
    FILE *stream = fopen(checkpoint, "w");
    ck_assert_msg(stream != NULL, "%s cannot be written", checkpoint);
    fprintf(stream, "%ld %ld\n", at, sum);
    ck_assert_int_eq(fclose(stream), 0);
}

static nw_status add_up(char **record, const nw_study *study, size_t number, const nw_job_help *help, nw_error *error)
{
    long sum, at;
    (void)error;
    *record = NULL;
    begun[begun_count++ % MOST_JOBS] = number;
    without_checkpoint = help->checkpoint == NULL;
    for (read_state(&sum, &at, help->checkpoint); at < STEPS; at++) {
        sum += number_at(study, number) + at;
        write_state(sum, at + 1, help->checkpoint);
        steps++;
        if (stop_after > 0 && steps == stop_after)
            stop = true;
        if (*help->stop)
            return NW_OK;
    }
    *record = nw_format("{\"sum\":%ld}", sum + wrong_record);
    return NW_OK;
}

/* Without a place to keep things: for any number of threads. */
static nw_status add_up_at_once(char **record, const nw_study *study, size_t number, const nw_job_help *help,
                                nw_error *error)
{
    (void)help;
    (void)error;
    *record = nw_format("{\"sum\":%ld}", sum_from(number_at(study, number)));
    return NW_OK;
}

/* Sums that seven divides prove nothing. */
static nw_status check_sum(bool *unknown, const nw_study *study, size_t number, const char *record, nw_error *error)
{
    long sum = -1;
    if (sscanf(record, "{\"sum\":%ld}", &sum) != 1 || sum != sum_from(number_at(study, number)))
        return nw_fail(error, NW_BAD_INPUT, "the sum is wrong");
    *unknown = sum % 7 == 0;
    return NW_OK;
}

static void clear_sums(nw_study *study)
{
    free(study->jobs);
}

static nw_study_kind kind; /* of the test, from this one */
static const nw_study_kind sums = {.name = "addition",
                                   .command = "add",
                                   .application = 0x6E777A7A, /* "nwzz" */
                                   .read = read_sums,
                                   .job_text = text_of_sum,
                                   .measure = add_up,
                                   .check = check_sum,
                                   .clear = clear_sums};

/* ---- a folder for each test ---- */

static char *folder, *file, *checkpoints;
static nw_study study;

static void read_study(nw_study *read, long jobs, long first)
{
    nw_error error;
    json_t *object = json_pack("{s:i, s:i}", "first", (int)first, "jobs", (int)jobs);
    ck_assert_msg(nw_study_read(read, &kind, object, "study", &error) == NW_OK, "%s", error.message);
    json_decref(object);
}

static void begin_test(void)
{
    const char *temporary = getenv("TMPDIR");
    folder = nw_format("%s/check_jobs_store.XXXXXX", temporary != NULL ? temporary : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    file = nw_format("%s/sums.db", folder);
    checkpoints = nw_format("%s/sums.db.checkpoints", folder);
    kind = sums;
    stop = wrong_record = false;
    steps = stop_after = 0;
    begun_count = 0;
    read_study(&study, 12, 3);
}

static size_t entries_of(const char *path, bool drop)
{
    size_t count = 0;
    DIR *directory = opendir(path);
    struct dirent *entry;
    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        bool own = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
        count += !own;
        if (drop && !own)
            unlinkat(dirfd(directory), entry->d_name, 0);
    }
    if (directory != NULL)
        closedir(directory);
    return count;
}

static void end_test(void)
{
    entries_of(checkpoints, true);
    rmdir(checkpoints);
    entries_of(folder, true);
    ck_assert_int_eq(rmdir(folder), 0);
    free(folder);
    free(file);
    free(checkpoints);
    nw_study_clear(&study);
}

static bool is_there(const char *path)
{
    return access(path, F_OK) == 0;
}

/* ---- running ---- */

/* The rows as text, without times. */
static char *dump(const nw_rows *rows)
{
    nw_text text = {0};
    size_t done = 0;
    nw_text_addf(&text, "%s %s %s", rows->study, rows->fingerprint, rows->version);
    for (size_t i = 0; i < rows->count; i++) {
        done += rows->rows[i].record != NULL;
        nw_text_addf(&text, "\n%s %s", rows->rows[i].job, rows->rows[i].record != NULL ? rows->rows[i].record : "-");
    }
    ck_assert_uint_eq(done, rows->done);
    return nw_text_take(&text);
}

static char *dump_store(nw_store *store)
{
    nw_rows rows;
    nw_error error;
    ck_assert_msg(nw_store_rows(&rows, store, &error) == NW_OK, "%s", error.message);
    char *text = dump(&rows);
    nw_rows_clear(&rows);
    return text;
}

static char *dump_file(void)
{
    nw_rows rows;
    nw_error error;
    ck_assert_msg(nw_rows_read(&rows, file, &kind, &error) == NW_OK, "%s", error.message);
    char *text = dump(&rows);
    nw_rows_clear(&rows);
    return text;
}

/* Runs the study in a file, or in memory; *text (may be NULL) becomes what the store holds while it is still open. */
static nw_status run(char **text, const char *where, size_t threads, nw_error *error)
{
    nw_store *store;
    nw_error later;
    const nw_jobs_options how = {.threads = threads, .quiet = true, .stop = &stop, .checkpoints = checkpoints};
    stop = false;
    nw_status status = nw_store_open(&store, where, &study, true, error);
    if (status != NW_OK)
        return status;
    status = nw_jobs_run(store, &study, &how, error);
    if (text != NULL)
        *text = dump_store(store);
    nw_status closed = nw_store_close(store, status == NW_OK ? error : &later);
    return status == NW_OK ? closed : status;
}

static void complete(void)
{
    nw_error error;
    ck_assert_msg(run(NULL, file, 1, &error) == NW_OK, "%s", error.message);
    char *text = dump_file();
    ck_assert_ptr_null(strstr(text, " -"));
    free(text);
}

START_TEST(memory_holds_what_a_file_holds)
{
    nw_error error;
    kind.measure = add_up_at_once;
    char *memory, *threads, *open, *again;
    ck_assert_msg(run(&memory, NULL, 1, &error) == NW_OK, "%s", error.message);
    ck_assert(run(&threads, NULL, 3, &error) == NW_OK);
    ck_assert_uint_eq(entries_of(folder, false), 0);
    ck_assert(run(&open, file, 2, &error) == NW_OK);  /* read while it is open for writing */
    ck_assert(run(&again, file, 2, &error) == NW_OK); /* and where nothing was to be done */
    char *closed = dump_file();
    ck_assert_str_eq(memory, threads);
    ck_assert_str_eq(memory, open);
    ck_assert_str_eq(memory, again);
    ck_assert_str_eq(memory, closed);
    ck_assert_ptr_nonnull(strstr(memory, "{\"from\":3} {\"sum\":25}"));
    ck_assert_uint_eq(entries_of(folder, false), 1);
    free(memory);
    free(threads);
    free(open);
    free(again);
    free(closed);
}
END_TEST

START_TEST(a_stopped_study_in_memory_is_partly_there)
{
    nw_error error;
    char *text;
    stop_after = 3 * STEPS + 1;
    ck_assert(run(&text, NULL, 1, &error) == NW_OK);
    ck_assert_ptr_nonnull(strstr(text, "{\"from\":5} {\"sum\":35}"));
    ck_assert_ptr_nonnull(strstr(text, "{\"from\":6} -"));
    free(text);
}
END_TEST

START_TEST(jobs_are_begun_from_either_end)
{
    nw_error error;
    for (int last_first = 0; last_first < 2; last_first++) {
        kind.last_first = last_first == 1;
        begun_count = 0;
        ck_assert(run(NULL, NULL, 1, &error) == NW_OK);
        ck_assert_uint_eq(begun_count, study.count);
        for (size_t i = 0; i < study.count; i++)
            ck_assert_uint_eq(begun[i], last_first == 1 ? study.count - 1 - i : i);
    }
}
END_TEST

/* ---- kinds ---- */

static nw_status open_as(const nw_study *what, nw_error *error)
{
    nw_store *store;
    return nw_store_open(&store, file, what, true, error);
}

START_TEST(kinds_are_kept_apart)
{
    nw_error error;
    nw_rows rows;
    nw_study gap;
    json_t *object = json_loads("{\"scales\":[2],\"methods\":\"g\"}", 0, NULL);
    ck_assert(nw_study_read(&gap, &nw_gap_kind, object, "study", &error) == NW_OK);
    json_decref(object);
    complete();
    char *before = dump_file();
    ck_assert(open_as(&gap, &error) == NW_IO_FAILURE);
    char *line = nw_format("%s is the file of another command of nwidth; expected the file of a gap study, which "
                           "'nwidth gap --out' makes", file);
    ck_assert_str_eq(error.message, line);
    ck_assert(nw_rows_read(&rows, file, &nw_gap_kind, &error) == NW_BAD_INPUT);
    ck_assert_str_eq(error.message, line);
    char *after = dump_file();
    ck_assert_str_eq(before, after);
    ck_assert_uint_eq(entries_of(folder, false), 1);
    remove(file);
    nw_store *store;
    ck_assert(nw_store_open(&store, file, &gap, true, &error) == NW_OK);
    ck_assert(nw_store_close(store, &error) == NW_OK);
    ck_assert(nw_rows_read(&rows, file, &kind, &error) == NW_BAD_INPUT);
    ck_assert_msg(strstr(error.message, "expected the file of an addition, which 'nwidth add --out' makes") != NULL,
                  "%s", error.message);
    free(line);
    free(before);
    free(after);
    nw_study_clear(&gap);
}
END_TEST

START_TEST(studies_of_a_kind_are_told_apart)
{
    nw_error error;
    nw_study other, same;
    complete();
    read_study(&other, 12, 4);
    read_study(&same, 12, 3);
    ck_assert_str_eq(study.text, "{\"jobs\":12,\"first\":3}"); /* whatever the order of the members was */
    ck_assert_str_eq(study.fingerprint, same.fingerprint);
    ck_assert_str_ne(study.fingerprint, other.fingerprint);
    ck_assert(open_as(&other, &error) == NW_BAD_INPUT);
    ck_assert_msg(strstr(error.message, "first is 3 there and 4 here") != NULL, "%s", error.message);
    json_object_del(other.resolved, "first");
    char *line = nw_study_difference(other.resolved, study.resolved);
    ck_assert_str_eq(line, "first is 3 there and not given here");
    free(line);
    line = nw_study_difference(study.resolved, other.resolved);
    ck_assert_str_eq(line, "first is not given there and 3 here");
    free(line);
    ck_assert_ptr_null(nw_study_difference(study.resolved, same.resolved));
    nw_study_clear(&other);
    nw_study_clear(&same);
}
END_TEST

START_TEST(where_data_are_found_does_not_matter)
{
    nw_error error;
    nw_study other;
    complete();
    read_study(&other, 12, 4);
    kind.place = "first";
    ck_assert(open_as(&other, &error) == NW_IO_FAILURE); /* the same study by its settings: then its jobs tell */
    ck_assert_msg(strstr(error.message, "a job is not that of its study") != NULL, "%s", error.message);
    json_object_set_new(study.resolved, "first", json_integer(77));
    ck_assert(run(NULL, file, 1, &error) == NW_OK);
    kind.place = "jobs";
    ck_assert(open_as(&study, &error) == NW_BAD_INPUT);
    nw_study_clear(&other);
}
END_TEST

static void copy_file(const char *to, const char *from)
{
    char piece[4096];
    size_t got;
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    ck_assert(in != NULL && out != NULL);
    while ((got = fread(piece, 1, sizeof piece, in)) > 0)
        ck_assert_uint_eq(fwrite(piece, 1, got, out), got);
    fclose(in);
    ck_assert_int_eq(fclose(out), 0);
}

/* A killed run leaves its journal; its file is moved away, and a study of another size takes the name. */
START_TEST(a_journal_that_was_left_is_not_mixed_in)
{
    nw_error error;
    nw_store *store;
    char *journal = nw_format("%s-wal", file), *kept = nw_format("%s/kept", folder);
    ck_assert(nw_store_open(&store, file, &study, true, &error) == NW_OK);
    ck_assert(nw_store_begin(store, &error) == NW_OK);
    for (size_t i = 0; i < study.count; i++) {
        char *record = nw_format("{\"sum\":%ld}", sum_from(number_at(&study, i)));
        ck_assert(nw_store_put(store, i, record, 1, &error) == NW_OK);
        free(record);
    }
    copy_file(kept, journal);
    ck_assert(nw_store_close(store, &error) == NW_OK);
    nw_study_clear(&study);
    read_study(&study, 2, 900);
    ck_assert_int_eq(remove(file), 0);
    ck_assert_int_eq(rename(kept, journal), 0);
    complete();
    ck_assert_uint_eq(entries_of(folder, false), 1);
    free(journal);
    free(kept);
}
END_TEST

/* ---- records ---- */

START_TEST(unknown_records_are_counted)
{
    nw_error error;
    nw_store *store;
    size_t unknown = 0;
    for (size_t i = 0; i < study.count; i++)
        unknown += sum_from(number_at(&study, i)) % 7 == 0;
    ck_assert_uint_ge(unknown, 1);
    const nw_jobs_options how = {.threads = 1, .quiet = true, .stop = &stop};
    for (int round = 0; round < 2; round++) { /* as they come, and read back */
        ck_assert(nw_store_open(&store, file, &study, true, &error) == NW_OK);
        ck_assert_uint_eq(nw_store_unknown(store), round == 0 ? 0 : unknown);
        ck_assert(nw_jobs_run(store, &study, &how, &error) == NW_OK);
        ck_assert_uint_eq(nw_store_unknown(store), unknown);
        ck_assert_uint_eq(nw_store_count(store), study.count);
        ck_assert(nw_store_close(store, &error) == NW_OK);
    }
}
END_TEST

START_TEST(a_record_of_another_job_is_refused)
{
    nw_error error;
    wrong_record = true;
    ck_assert(run(NULL, file, 1, &error) == NW_BAD_INPUT);
    ck_assert_str_eq(error.message, "job 0: the sum is wrong");
    char *text = dump_file();
    ck_assert_ptr_null(strstr(text, "sum"));
    free(text);
    wrong_record = false;
    complete();
    nw_study shifted; /* the same study by its name, and its jobs are others: nobody wrote that */
    read_study(&shifted, 12, 4);
    json_decref(shifted.resolved);
    shifted.resolved = json_incref(study.resolved);
    ck_assert(open_as(&shifted, &error) == NW_IO_FAILURE);
    ck_assert_msg(strstr(error.message, "is damaged: a job is not that of its study") != NULL, "%s", error.message);
    nw_study_clear(&shifted);
}
END_TEST

/* ---- checkpoints ---- */

START_TEST(no_checkpoints_where_none_are_kept)
{
    nw_error error;
    ck_assert(run(NULL, NULL, 1, &error) == NW_OK);
    ck_assert(without_checkpoint && !is_there(checkpoints));
    kind.checkpoints = true;
    char *given = checkpoints;
    checkpoints = NULL;
    ck_assert(run(NULL, NULL, 1, &error) == NW_OK);
    checkpoints = given;
    ck_assert(without_checkpoint && entries_of(folder, false) == 0);
}
END_TEST

START_TEST(a_job_goes_on_from_its_checkpoint)
{
    nw_error error;
    kind.checkpoints = true;
    stop_after = 2 * STEPS + 3; /* two jobs are done, and the third has three of its steps */
    ck_assert_msg(run(NULL, file, 1, &error) == NW_OK, "%s", error.message);
    ck_assert(!without_checkpoint);
    char *third = nw_format("%s/job-000002.checkpoint", checkpoints);
    ck_assert(is_there(third));
    ck_assert_uint_eq(entries_of(checkpoints, false), 1);
    stop_after = 0;
    complete();
    ck_assert_int_eq(steps, (int)study.count * STEPS); /* none twice */
    ck_assert(!is_there(checkpoints));
    char *resumed = dump_file();
    remove(file);
    complete();
    char *once = dump_file();
    ck_assert_str_eq(once, resumed);
    free(third);
    free(resumed);
    free(once);
}
END_TEST

/* A job whose record is not kept keeps its checkpoint. */
START_TEST(a_refused_record_leaves_the_checkpoint)
{
    nw_error error;
    kind.checkpoints = true;
    wrong_record = true;
    ck_assert(run(NULL, file, 1, &error) == NW_BAD_INPUT);
    ck_assert_uint_eq(entries_of(checkpoints, false), 1);
}
END_TEST

static void put_file(const char *name)
{
    char *path = nw_format("%s/%s", checkpoints, name);
    FILE *stream = fopen(path, "w");
    ck_assert(stream != NULL && fclose(stream) == 0);
    free(path);
}

START_TEST(what_killed_runs_left_goes_and_nothing_else)
{
    static const char *const left[] = {"job-000003.checkpoint", "job-000003.checkpoint.Ab3x9Z.tmp"};
    static const char *const others[] = {"notes.txt", "job-.checkpoint", "job-000003.checkpoints", "job-3.txt"};
    kind.checkpoints = true;
    complete();
    ck_assert_int_eq(mkdir(checkpoints, 0777), 0);
    for (size_t i = 0; i < 2; i++)
        put_file(left[i]);
    complete(); /* nothing to run */
    ck_assert(!is_there(checkpoints));
    remove(file);
    ck_assert_int_eq(mkdir(checkpoints, 0777), 0);
    put_file(left[1]);
    for (size_t i = 0; i < 4; i++)
        put_file(others[i]);
    complete();
    ck_assert_uint_eq(entries_of(checkpoints, false), 4);
}
END_TEST

START_TEST(a_folder_that_cannot_be_made)
{
    nw_error error;
    kind.checkpoints = true;
    FILE *stream = fopen(checkpoints, "w");
    ck_assert(stream != NULL && fclose(stream) == 0);
    ck_assert(run(NULL, file, 1, &error) == NW_IO_FAILURE);
    ck_assert_msg(strstr(error.message, "cannot make the folder") == error.message &&
                      strstr(error.message, checkpoints) != NULL,
                  "%s", error.message);
    ck_assert_int_eq(remove(checkpoints), 0);
    complete();
}
END_TEST

/* ---- how far ---- */

START_TEST(the_pace_is_that_of_the_session)
{
    nw_jobs_status status;
    const nw_rows rows = {.count = 20, .done = 12, .done_before = 4, .begun = 1000, .last = 1016};
    nw_jobs_status_of(&status, &rows, false);
    ck_assert(status.jobs == 20 && status.done == 12 && !status.running);
    ck_assert_double_eq(status.rate, 0.5); /* eight in sixteen seconds */
    ck_assert_double_eq(status.left, 16);
    nw_rows fresh = rows; /* nothing came in this session */
    fresh.done_before = 12;
    nw_jobs_status_of(&status, &fresh, false);
    ck_assert(isnan(status.rate) && isnan(status.left));
    fresh = (nw_rows){.count = 20, .begun = NAN, .last = NAN};
    nw_jobs_status_of(&status, &fresh, true);
    ck_assert(isnan(status.rate) && isnan(status.left) && status.running);
}
END_TEST

START_TEST(sessions_are_noted)
{
    nw_error error;
    nw_rows rows;
    stop_after = 4 * STEPS + 1;
    ck_assert(run(NULL, file, 1, &error) == NW_OK);
    ck_assert(nw_rows_read(&rows, file, &kind, &error) == NW_OK);
    ck_assert_uint_eq(rows.done, 4);
    ck_assert_uint_eq(rows.done_before, 0);
    ck_assert(rows.last >= rows.begun - 0.001 && rows.begun > 1e9); /* what begun is has three decimals */
    nw_rows_clear(&rows);
    complete();
    ck_assert(nw_rows_read(&rows, file, &kind, &error) == NW_OK);
    ck_assert_uint_eq(rows.done, 12);
    ck_assert_uint_eq(rows.done_before, 4);
    nw_rows_clear(&rows);
    ck_assert(!nw_jobs_running(file));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("jobs_store");
    TCase *tests = ct_case(suite, "jobs");
    tcase_add_checked_fixture(tests, begin_test, end_test);
    tcase_add_test(tests, memory_holds_what_a_file_holds);
    tcase_add_test(tests, a_stopped_study_in_memory_is_partly_there);
    tcase_add_test(tests, jobs_are_begun_from_either_end);
    tcase_add_test(tests, kinds_are_kept_apart);
    tcase_add_test(tests, studies_of_a_kind_are_told_apart);
    tcase_add_test(tests, where_data_are_found_does_not_matter);
    tcase_add_test(tests, a_journal_that_was_left_is_not_mixed_in);
    tcase_add_test(tests, unknown_records_are_counted);
    tcase_add_test(tests, a_record_of_another_job_is_refused);
    tcase_add_test(tests, no_checkpoints_where_none_are_kept);
    tcase_add_test(tests, a_job_goes_on_from_its_checkpoint);
    tcase_add_test(tests, a_refused_record_leaves_the_checkpoint);
    tcase_add_test(tests, what_killed_runs_left_goes_and_nothing_else);
    tcase_add_test(tests, a_folder_that_cannot_be_made);
    tcase_add_test(tests, the_pace_is_that_of_the_session);
    tcase_add_test(tests, sessions_are_noted);
    return ct_main(suite);
}

/* The store: resumed results equal those of an uninterrupted run; other studies, foreign and damaged files, folders and
 * disks that cannot be written, and second writers are refused, and leave the file as it was. */
#include "jobs/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"
#include "base/memory.h"
#include "base/random.h"
#include "check_common.h"
#include "jobs/db.h"
#include "jobs/run.h"
#include "study/gap_status.h"
#include "study/gap_study.h"

static char *folder, *file;
static nw_study_kind kind; /* the gap study, measured cheaply */
static nw_study study;

/* Of the measurer below. */
static volatile bool stop;
static volatile int measured, stop_after; /* 0: never */
static bool break_record, break_measure;

static void read_study(nw_study *read, const char *text)
{
    nw_error error;
    json_t *object = json_loads(text, 0, NULL);
    ck_assert_msg(nw_study_read(read, &kind, object, "study", &error) == NW_OK, "%s", error.message);
    json_decref(object);
}

/* ---- a cheap measurer ---- */

/* Depends on the job alone; every fifth or so comes out unknown. */
static nw_status draw_record(nw_gap_record *record, const nw_gap_job *job, nw_error *error)
{
    const struct timespec moment = {.tv_nsec = (long)(job->seed % 2000000)};
    uint64_t draw = nw_random_mix(job->seed, job->target_seed, 3);
    nanosleep(&moment, NULL);
    if (break_measure)
        return nw_fail(error, NW_IO_FAILURE, "the measurer broke");
    *record = (nw_gap_record){.outcome = draw % 5 == 0 ? NW_UNKNOWN : NW_PROVED,
                              .fewest_parameters = SIZE_MAX,
                              .fewest_connections = SIZE_MAX};
    fmpq_init(record->eps);
    fmpq_set_si(record->eps, 1, 8);
    if (record->outcome == NW_UNKNOWN) {
        record->reason = nw_copy_text("the draw was unlucky");
    } else {
        record->points = nw_alloc(1, sizeof *record->points);
        record->point_count = 1;
        record->points[0] = (nw_gap_point){.k = 1 + draw % 4,
                                           .width = 1 + draw % 100,
                                           .parameters = 3 + draw % 1000,
                                           .connections = 2 + draw % 999,
                                           .l1 = NAN,
                                           .l2 = (double)(draw % 17),
                                           .outcome = NW_PROVED,
                                           .lower = 0.0625,
                                           .upper = break_record ? 0.25 : 0.0625 * (1 + (double)(draw % 8) / 8)};
        record->fewest_parameters = record->fewest_connections = 0;
    }
    measured++;
    if (stop_after > 0 && measured >= stop_after)
        stop = true;
    return NW_OK;
}

static nw_status measure(char **text, const nw_study *what, size_t number, const nw_job_help *help, nw_error *error)
{
    nw_gap_record record = {0};
    nw_status status = draw_record(&record, nw_gap_job_at(what, number), error);
    ck_assert_ptr_null(help->checkpoint);
    *text = status == NW_OK ? nw_gap_record_text(&record) : NULL;
    nw_gap_record_clear(&record);
    return status;
}

static void begin_test(void)
{
    const char *temporary = getenv("TMPDIR");
    folder = nw_format("%s/check_gap_store.XXXXXX", temporary != NULL ? temporary : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    stop = break_record = break_measure = false;
    stop_after = 0;
    file = nw_format("%s/study.db", folder);
    kind = nw_gap_kind;
    kind.measure = measure;
    read_study(&study, "{\"scales\":\"2:4\",\"methods\":\"g,q-free\",\"targets\":3}");
}

static size_t each_in_folder(bool drop)
{
    size_t count = 0;
    DIR *directory = opendir(folder);
    struct dirent *entry;
    while ((entry = readdir(directory)) != NULL) {
        char *path = nw_format("%s/%s", folder, entry->d_name);
        bool own = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
        count += !own;
        if (drop && !own)
            remove(path);
        free(path);
    }
    closedir(directory);
    return count;
}

static void end_test(void)
{
    each_in_folder(true);
    rmdir(folder);
    free(folder);
    free(file);
    nw_study_clear(&study);
}

static nw_status run(const nw_study *what, size_t threads, nw_error *error)
{
    nw_store *store;
    nw_error later;
    stop = false;
    measured = 0;
    const nw_jobs_options how = {.threads = threads, .quiet = true, .stop = &stop};
    nw_status status = nw_store_open(&store, file, what, true, error);
    if (status != NW_OK)
        return status;
    status = nw_jobs_run(store, what, &how, error);
    nw_status closed = nw_store_close(store, status == NW_OK ? error : &later);
    return status == NW_OK ? closed : status;
}

/* The file's content but for times, as text. */
static char *dump(void)
{
    nw_gap_rows rows;
    nw_error error;
    nw_text text = {0};
    ck_assert_msg(nw_gap_rows_read(&rows, file, &error) == NW_OK, "%s", error.message);
    nw_text_add(&text, rows.study);
    for (size_t i = 0; i < rows.count; i++) {
        json_t *record = rows.rows[i].done ? nw_gap_record_to_json(&rows.rows[i].record) : json_null();
        char *job = nw_gap_job_text(&rows.rows[i].job);
        nw_text_addf(&text, "\n%zu ", i);
        nw_text_add(&text, job);
        nw_json_add(&text, record, 0);
        json_decref(record);
        free(job);
    }
    nw_gap_rows_clear(&rows);
    return nw_text_take(&text);
}

static size_t done_in_file(void)
{
    nw_gap_status status;
    nw_error error;
    ck_assert_msg(nw_gap_status_read(&status, file, &error) == NW_OK, "%s", error.message);
    size_t done = status.all.done;
    nw_gap_status_clear(&status);
    return done;
}

/* ---- bytes ---- */

static unsigned char *bytes_of(size_t *length)
{
    struct stat there;
    FILE *stream = fopen(file, "rb");
    ck_assert(stream != NULL && fstat(fileno(stream), &there) == 0);
    unsigned char *bytes = nw_alloc((size_t)there.st_size + 1, 1);
    *length = fread(bytes, 1, (size_t)there.st_size, stream);
    fclose(stream);
    return bytes;
}

static void put_bytes(const void *bytes, size_t length)
{
    FILE *stream = fopen(file, "wb");
    ck_assert(stream != NULL && fwrite(bytes, 1, length, stream) == length && fclose(stream) == 0);
}

/* The run is refused so, and no byte changes. */
static void refused(const nw_study *what, nw_status status, const char *line)
{
    nw_error error = {0};
    size_t before, after;
    unsigned char *old = bytes_of(&before);
    nw_status got = run(what, 1, &error);
    ck_assert_msg(got == status && strstr(error.message, line) != NULL, "status %d, %s; not %s", (int)got,
                  error.message, line);
    ck_assert_msg(strchr(error.message, '\n') == NULL && strstr(error.message, file) != NULL, "%s", error.message);
    unsigned char *new = bytes_of(&after);
    ck_assert(before == after && memcmp(old, new, before) == 0);
    ck_assert_uint_eq(each_in_folder(false), 1);
    free(old);
    free(new);
}

/* ---- runs ---- */

START_TEST(threads_and_interruptions_change_nothing)
{
    nw_error error;
    ck_assert_msg(run(&study, 1, &error) == NW_OK, "%s", error.message);
    ck_assert_uint_eq(each_in_folder(false), 1); /* one file, no log */
    char *once = dump();
    ck_assert_uint_eq(done_in_file(), study.count);
    remove(file);
    ck_assert(run(&study, 4, &error) == NW_OK);
    char *threads = dump();
    ck_assert_str_eq(once, threads);
    remove(file);
    size_t sessions = 0;
    for (stop_after = 3; sessions == 0 || done_in_file() < study.count; sessions++) {
        size_t before = sessions == 0 ? 0 : done_in_file();
        ck_assert(run(&study, 2, &error) == NW_OK);
        ck_assert_uint_le(done_in_file() - before, 3);
        ck_assert_uint_eq(each_in_folder(false), 1);
        ck_assert_uint_le(sessions, study.count);
        if (done_in_file() == before)
            stop_after++; /* what was in flight when it stopped is dropped */
    }
    ck_assert_uint_ge(sessions, 4);
    char *resumed = dump();
    ck_assert_str_eq(once, resumed);
    free(once);
    free(threads);
    free(resumed);
}
END_TEST

START_TEST(a_complete_file_is_left_alone)
{
    nw_error error;
    size_t before, after;
    ck_assert(run(&study, 2, &error) == NW_OK);
    unsigned char *old = bytes_of(&before);
    ck_assert(run(&study, 2, &error) == NW_OK);
    ck_assert_int_eq(measured, 0);
    unsigned char *new = bytes_of(&after);
    ck_assert(before == after && memcmp(old, new, before) == 0);
    free(old);
    free(new);
}
END_TEST

START_TEST(failures_of_the_measurer_stop_the_run)
{
    nw_error error;
    break_measure = true;
    ck_assert(run(&study, 2, &error) == NW_IO_FAILURE);
    ck_assert_msg(strstr(error.message, "job ") == error.message && strstr(error.message, "the measurer broke") != NULL,
                  "%s", error.message);
    break_measure = false;
    break_record = true;
    ck_assert(run(&study, 2, &error) != NW_OK);
    ck_assert_msg(strstr(error.message, "error <= eps") != NULL, "%s", error.message);
    break_record = false;
    ck_assert(run(&study, 2, &error) == NW_OK);
    ck_assert_uint_eq(done_in_file(), study.count);
}
END_TEST

START_TEST(no_resume_refuses_a_file_that_is_there)
{
    nw_error error;
    nw_store *store;
    ck_assert(run(&study, 2, &error) == NW_OK);
    ck_assert(nw_store_open(&store, file, &study, false, &error) == NW_BAD_INPUT && store == NULL);
    ck_assert_msg(strstr(error.message, "is there already") != NULL, "%s", error.message);
}
END_TEST

START_TEST(another_study_is_refused_with_the_difference)
{
    nw_error error;
    nw_study other;
    ck_assert(run(&study, 2, &error) == NW_OK);
    read_study(&other, "{\"scales\":\"2:5\",\"methods\":\"g,q-free\",\"targets\":3}");
    refused(&other, NW_BAD_INPUT, "scales is [2,3,4] there and [2,3,4,5] here");
    nw_study_clear(&other);
}
END_TEST

/* ---- files that are something else ---- */

static void execute(const char *sql)
{
    sqlite3 *db;
    char *problem = NULL;
    ck_assert_int_eq(sqlite3_open(file, &db), SQLITE_OK);
    ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, &problem) == SQLITE_OK, "%s: %s", sql, problem);
    sqlite3_close(db);
}

START_TEST(foreign_files_are_refused)
{
    nw_error error;
    nw_gap_rows rows;
    static const char *const texts[] = {"", "a text that is no database", "SQLite format 3"};
    for (size_t i = 0; i < 3; i++) {
        put_bytes(texts[i], strlen(texts[i]));
        refused(&study, NW_IO_FAILURE, "is no SQLite database");
        ck_assert(nw_gap_rows_read(&rows, file, &error) == NW_BAD_INPUT);
    }
    remove(file);
    execute("CREATE TABLE photographs (name TEXT); INSERT INTO photographs VALUES ('sea')");
    refused(&study, NW_IO_FAILURE, "is a SQLite database of another program");
    ck_assert(nw_gap_rows_read(&rows, file, &error) == NW_BAD_INPUT);
    execute("PRAGMA application_id = 0x6E776770; PRAGMA user_version = 2");
    refused(&study, NW_IO_FAILURE, "is a gap study of format 2");
    execute("PRAGMA user_version = 1");
    refused(&study, NW_IO_FAILURE, "is damaged: no such table");
    remove(file);
    ck_assert(nw_gap_rows_read(&rows, file, &error) == NW_BAD_INPUT);
    ck_assert_msg(strstr(error.message, "cannot open") == error.message, "%s", error.message);
    ck_assert(nw_gap_rows_read(&rows, folder, &error) == NW_BAD_INPUT);
}
END_TEST

/* What SQL can spoil and SQLite does not mind. */
START_TEST(spoiled_rows_are_found)
{
    static const struct {
        const char *sql, *line;
    } cases[] = {
        {"UPDATE study SET resolved = replace(resolved, '\"seed\":1', '\"seed\":2')", "the checksum of the study"},
        {"UPDATE study SET jobs = 17", "the checksum of the study"},
        {"DELETE FROM study", "it holds no study"},
        {"INSERT INTO study SELECT * FROM study", "it holds more than one study"},
        {"UPDATE job SET description = replace(description, '\"scale\":2', '\"scale\":3') WHERE number = 0",
         "the checksum of a job"},
        {"DELETE FROM job WHERE number = 17; DELETE FROM result WHERE number = 17", "jobs are missing"},
        {"UPDATE job SET number = 99 WHERE number = 4; DELETE FROM result WHERE number = 4", "the jobs are not numbered from 0"},
        {"UPDATE result SET record = replace(record, '\"width\":', '\"width\":1') WHERE number = 2;"
         "UPDATE result SET record = replace(record, 'unlucky', 'bad') WHERE number = 2", "the checksum of a result"},
        {"UPDATE result SET seconds = seconds + 1 WHERE number = 3", "the checksum of a result"},
        {"UPDATE result SET number = 99 WHERE number = 3", "a result belongs to no job"},
        {"DELETE FROM result WHERE number = 3; UPDATE result SET number = 3 WHERE number = 5",
         "the checksum of a result"},
        {"DROP TABLE result", "no such table"},
    };
    nw_error error;
    size_t length;
    ck_assert(run(&study, 2, &error) == NW_OK);
    unsigned char *whole = bytes_of(&length);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        put_bytes(whole, length);
        execute(cases[i].sql);
        char *line = nw_format("is damaged: %s", cases[i].line);
        refused(&study, NW_IO_FAILURE, line);
        free(line);
    }
    free(whole);
}
END_TEST

/* A byte changed anywhere is refused in one line, or changes nothing that is read. */
START_TEST(damage_is_found_or_harmless)
{
    nw_error error;
    nw_gap_rows rows;
    size_t length, refusals = 0, tries = 0;
    gsl_rng *rng = ct_rng("damage");
    ck_assert(run(&study, 2, &error) == NW_OK);
    unsigned char *whole = bytes_of(&length);
    char *before = dump();
    for (size_t at = 0; at < length; at += at < 200 ? 1 : 1 + (size_t)ct_between(rng, 1, 120)) {
        unsigned char kept = whole[at];
        whole[at] ^= (unsigned char)ct_between(rng, 1, 255);
        put_bytes(whole, length);
        tries++;
        nw_status status = nw_gap_rows_read(&rows, file, &error);
        if (status == NW_OK) {
            nw_gap_rows_clear(&rows);
            char *after = dump();
            ck_assert_msg(strcmp(before, after) == 0, "byte %zu of %zu changes what is read", at, length);
            free(after);
        } else {
            refusals++;
            ck_assert_msg(strchr(error.message, '\n') == NULL && strstr(error.message, file) != NULL, "%s",
                          error.message);
            if (refusals % 20 == 0)
                refused(&study, NW_IO_FAILURE, "");
        }
        whole[at] = kept;
    }
    ck_assert_msg(refusals > tries / 4, "%zu of %zu damages refused", refusals, tries);
    for (size_t cut = 100; cut < length; cut += length / 7) {
        put_bytes(whole, cut);
        refused(&study, NW_IO_FAILURE, "damaged");
    }
    free(whole);
    free(before);
    gsl_rng_free(rng);
}
END_TEST

/* ---- folders, disks, other processes ---- */

/* Runs `act` in a process of its own, whose exit status is what act returns. */
static int apart(int (*act)(void))
{
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0)
        _exit(act());
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFEXITED(status), "the child died of signal %d", WTERMSIG(status));
    return WEXITSTATUS(status);
}

/* Root may write everywhere; nobody may not. */
static int run_as_nobody(void)
{
    nw_error error;
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
        return 77;
    nw_status status = run(&study, 1, &error);
    return status == NW_IO_FAILURE && strstr(error.message, "cannot write ") == error.message &&
                   strstr(error.message, strerror(EACCES)) != NULL
               ? 0
               : 1;
}

START_TEST(a_folder_that_cannot_be_written)
{
    nw_error error;
    ck_assert(chmod(folder, 0555) == 0);
    int status = apart(run_as_nobody); /* no file yet */
    if (status != 77)
        ck_assert_int_eq(status, 0);
    ck_assert_uint_eq(each_in_folder(false), 0);
    stop_after = 2;
    chmod(folder, 0755);
    ck_assert(run(&study, 1, &error) == NW_OK);
    stop_after = 0;
    chmod(folder, 0555);
    char *before = dump();
    status = apart(run_as_nobody); /* a file of someone else */
    if (status != 77)
        ck_assert_int_eq(status, 0);
    chmod(file, 0666);
    status = apart(run_as_nobody); /* a file that could be written, but no log beside it */
    if (status != 77)
        ck_assert_msg(status == 0 || status == 1, "%d", status);
    chmod(folder, 0755);
    char *after = dump();
    ck_assert_str_eq(before, after);
    ck_assert_uint_eq(each_in_folder(false), 1);
    free(before);
    free(after);
    free(file);
    file = nw_format("%s/none/study.db", folder);
    ck_assert(run(&study, 1, &error) == NW_IO_FAILURE);
    ck_assert_msg(strstr(error.message, "cannot write") == error.message, "%s", error.message);
}
END_TEST

static rlim_t limit;

static int run_on_a_small_disk(void)
{
    nw_error error;
    const struct rlimit most = {limit, limit};
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &most) != 0)
        return 2;
    nw_status status = run(&study, 2, &error);
    if (status == NW_OK)
        return 77; /* it was large enough */
    return status == NW_IO_FAILURE && strstr(error.message, "cannot write ") == error.message &&
                   strstr(error.message, file) != NULL && strchr(error.message, '\n') == NULL
               ? 0
               : 1;
}

START_TEST(a_disk_that_is_full)
{
    nw_error error;
    ck_assert(run(&study, 2, &error) == NW_OK);
    char *whole = dump();
    size_t failures = 0, partly = 0;
    remove(file);
    for (limit = 1000; limit < 400000; limit = limit * 5 / 4) {
        bool there = access(file, F_OK) == 0;
        size_t before = there ? done_in_file() : 0;
        int status = apart(run_on_a_small_disk);
        if (status == 77)
            break;
        failures++;
        ck_assert_msg(status == 0, "limit %lu: status %d", (unsigned long)limit, status);
        if (access(file, F_OK) != 0) {
            ck_assert_uint_eq(each_in_folder(false), 0);
            continue;
        }
        size_t after = done_in_file(); /* what was kept is there, and is read */
        ck_assert_uint_ge(after, before);
        partly += after > 0 && after < study.count;
    }
    ck_assert_uint_ge(failures, 5);
    ck_assert_uint_ge(partly, 1);
    ck_assert(run(&study, 2, &error) == NW_OK);
    char *resumed = dump();
    ck_assert_str_eq(whole, resumed);
    ck_assert_uint_eq(each_in_folder(false), 1);
    free(whole);
    free(resumed);
}
END_TEST

static int run_beside(void)
{
    nw_error error;
    nw_status status = run(&study, 1, &error);
    return status == NW_IO_FAILURE && strstr(error.message, "another nwidth is writing") == error.message ? 0 : 1;
}

static int look(void)
{
    nw_gap_status status;
    nw_error error;
    if (nw_gap_status_read(&status, file, &error) != NW_OK)
        return 1;
    int wrong = !status.running || status.all.done != 1 || status.all.jobs != study.count;
    nw_gap_status_clear(&status);
    return wrong;
}

START_TEST(one_writer_and_any_readers)
{
    nw_error error;
    nw_store *store;
    nw_work_done done;
    const nw_jobs_options how = {.stop = &stop};
    stop = false;
    ck_assert(nw_store_open(&store, file, &study, true, &error) == NW_OK);
    ck_assert_int_eq(apart(run_beside), 0); /* before the first result, and after it */
    ck_assert(nw_store_begin(store, &error) == NW_OK);
    nw_work_do(&done, &study, 5, &how);
    ck_assert(nw_store_put(store, 5, done.text, done.seconds, &error) == NW_OK);
    ck_assert_int_eq(apart(run_beside), 0);
    ck_assert_int_eq(apart(look), 0);
    /* A result is kept once. */
    ck_assert(nw_store_put(store, 5, done.text, done.seconds, &error) == NW_IO_FAILURE);
    ck_assert_uint_eq(nw_store_count(store), 1);
    free(done.text);
    ck_assert(nw_store_close(store, &error) == NW_OK);
    ck_assert_uint_eq(each_in_folder(false), 1);
    ck_assert(run(&study, 2, &error) == NW_OK);
    ck_assert_uint_eq(done_in_file(), study.count);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gap_store");
    TCase *tests = ct_case(suite, "store");
    tcase_add_checked_fixture(tests, begin_test, end_test);
    tcase_add_test(tests, threads_and_interruptions_change_nothing);
    tcase_add_test(tests, a_complete_file_is_left_alone);
    tcase_add_test(tests, failures_of_the_measurer_stop_the_run);
    tcase_add_test(tests, no_resume_refuses_a_file_that_is_there);
    tcase_add_test(tests, another_study_is_refused_with_the_difference);
    tcase_add_test(tests, foreign_files_are_refused);
    tcase_add_test(tests, spoiled_rows_are_found);
    tcase_add_test(tests, damage_is_found_or_harmless);
    tcase_add_test(tests, a_folder_that_cannot_be_written);
    tcase_add_test(tests, a_disk_that_is_full);
    tcase_add_test(tests, one_writer_and_any_readers);
    return ct_main(suite);
}

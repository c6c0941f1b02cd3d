/* The base that networks, fits and certificates stand on: JSON that is read, random streams, the pool of threads, the
 * progress line, activations. */
#define _GNU_SOURCE /* posix_openpt */

#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/activation.h"
#include "base/json.h"
#include "base/json_read.h"
#include "base/memory.h"
#include "base/pool.h"
#include "base/progress.h"
#include "base/random.h"
#include "check_common.h"

/* ---- hexadecimal doubles ---- */

START_TEST(hex_doubles_that_are_read)
{
    static const struct {
        const char *text;
        double value;
    } cases[] = {
        {"0x1.8p-3", 0x1.8p-3},
        {"-0x1p+0", -1},
        {"+0X1P2", 4},
        {"0x0p+0", 0},
        {"0x10", 16},
        {"0x.8", 0.5},
        {"0x1.fffffffffffffp+1023", 0x1.fffffffffffffp+1023},
        {"0x1p-1074", 0x1p-1074},
        {"0x0.0000000000001p-1022", 0x0.0000000000001p-1022},
        {"0x001.80000000000000000000p0", 1.5}, /* zeros that say nothing */
        {"-0x0p+0", -0.0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double value = NAN;
        bool read = nw_hex_double(&value, cases[i].text);
        ck_assert_msg(read && value == cases[i].value && signbit(value) == signbit(cases[i].value), "%s",
                      cases[i].text);
    }
}
END_TEST

/* Anything that is no double, or would be rounded to one. */
START_TEST(hex_doubles_that_are_refused)
{
    static const char *const texts[] = {
        "", "0.5", "1", "1e5", "nan", "inf", "-inf", "NaN", " 0x1p0", "0x1p0 ", "0x", "0xp1", "x1p0", "0x1p", "0x1p+",
        "0x1q", "--0x1p0", "0x1.8p3junk", "0x1p1024", "-0x1p99999999999", "0x1p-1075", "0x1.8p-1074", "0x1p-5000",
        "0x1,8p0", "0x1.00000000000008p0", "0x.", "0x1.fffffffffffff8p0", "0x20000000000001p0",
        "0x3fffffffffffff80000p0", "0x1.0000000000000000000000000000001p0", "0x1.fffffffffffff8p+1023",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        double value = 7;
        ck_assert_msg(!nw_hex_double(&value, texts[i]), "'%s' was read as %a", texts[i], value);
        ck_assert(value == 7);
    }
    double value;
    ck_assert(nw_hex_double(&value, "0x1fffffffffffffp0") && value == 0x1fffffffffffffp0); /* 53 bits */
    ck_assert(nw_hex_double(&value, "0x3ffffffffffffep3") && value == 0x3ffffffffffffep3);
}
END_TEST

static double any_double(gsl_rng *rng)
{
    double value = ldexp(gsl_rng_uniform(rng) + gsl_rng_uniform(rng) * 0x1p-32, (int)ct_between(rng, -1080, 1020));
    return ct_between(rng, 0, 1) == 1 ? value : -value;
}

START_TEST(doubles_come_back)
{
    enum { COUNT = 5000 };
    gsl_rng *rng = ct_rng("hex doubles");
    double *values = nw_alloc(COUNT, sizeof *values), *back = nw_alloc(COUNT, sizeof *back);
    for (size_t i = 0; i < COUNT; i++)
        values[i] = any_double(rng);
    json_t *object = json_object();
    nw_json_place place = {"file", ""};
    nw_json_put(object, "all", nw_json_doubles(values, COUNT));
    nw_json_put(object, "one", nw_json_double(values[0]));
    nw_error error;
    ck_assert(nw_json_get_doubles(back, COUNT, object, "all", place, &error) == NW_OK);
    ck_assert(memcmp(values, back, COUNT * sizeof *back) == 0);
    ck_assert(nw_json_get_double(back, object, "one", place, &error) == NW_OK && back[0] == values[0]);
    json_decref(object);
    free(values);
    free(back);
    gsl_rng_free(rng);
}
END_TEST

/* ---- members ---- */

static json_t *parse(const char *text)
{
    json_error_t problem;
    json_t *object = json_loads(text, 0, &problem);
    ck_assert_msg(object != NULL, "%s: %s", text, problem.text);
    return object;
}

static void expect_line(nw_status status, const nw_error *error, const char *line)
{
    ck_assert_msg(status == NW_BAD_INPUT && error->status == NW_BAD_INPUT, "accepted, expected: %s", line);
    ck_assert_msg(strcmp(error->message, line) == 0, "'%s', expected '%s'", error->message, line);
}

START_TEST(members_that_are_read)
{
    json_t *object = parse("{\"o\": {}, \"a\": [1], \"t\": \"text\", \"b\": true, \"f\": false, \"i\": -12}"), *value;
    nw_json_place place = {"f.json", "net"};
    nw_error error;
    const char *text;
    bool flag;
    long number;
    ck_assert(nw_json_get_object(&value, object, "o", place, &error) == NW_OK && json_is_object(value));
    ck_assert(nw_json_get_array(&value, object, "a", place, &error) == NW_OK && json_array_size(value) == 1);
    ck_assert(nw_json_get_text(&text, object, "t", place, &error) == NW_OK && strcmp(text, "text") == 0);
    ck_assert(nw_json_get_bool(&flag, object, "b", place, &error) == NW_OK && flag);
    ck_assert(nw_json_get_bool(&flag, object, "f", place, &error) == NW_OK && !flag);
    ck_assert(nw_json_get_integer(&number, object, "i", -12, -12, place, &error) == NW_OK && number == -12);
    static const char *const all[] = {"o", "a", "t", "b", "f", "i", "absent", NULL};
    ck_assert(nw_json_only(object, all, place, &error) == NW_OK);
    json_decref(object);
}
END_TEST

START_TEST(members_that_are_refused)
{
    json_t *object = parse("{\"o\": {}, \"a\": [\"0x1p0\", 2, \"1.5\"], \"t\": \"0.5\", \"b\": 1, \"i\": 1.0, "
                           "\"n\": null, \"big\": 9007199254740993}");
    json_t *value;
    nw_json_place deep = {"f.json", "layers[2]"}, top = {"f.json", ""};
    nw_error error;
    const char *text;
    bool flag;
    long number = 5;
    double numbers[3];
    expect_line(nw_json_get_object(&value, object, "x", deep, &error), &error, "f.json: layers[2].x is missing");
    expect_line(nw_json_get_object(&value, object, "a", top, &error), &error, "f.json: a is no object");
    expect_line(nw_json_get_array(&value, object, "o", top, &error), &error, "f.json: o is no array");
    expect_line(nw_json_get_text(&text, object, "n", top, &error), &error, "f.json: n is no string");
    expect_line(nw_json_get_bool(&flag, object, "b", top, &error), &error, "f.json: b is neither true nor false");
    expect_line(nw_json_get_bool(&flag, object, "x", top, &error), &error, "f.json: x is missing");
    expect_line(nw_json_get_integer(&number, object, "i", 0, 9, top, &error), &error, "f.json: i is no integer");
    expect_line(nw_json_get_integer(&number, object, "big", 0, 9, deep, &error), &error,
                "f.json: layers[2].big is 9007199254740993, and must be from 0 to 9");
    expect_line(nw_json_get_integer(&number, object, "b", 2, 9, top, &error), &error,
                "f.json: b is 1, and must be from 2 to 9");
    ck_assert(number == 5);
    expect_line(nw_json_get_double(numbers, object, "t", top, &error), &error,
                "f.json: t is no finite number in hexadecimal, such as \"0x1.8p-3\"");
    expect_line(nw_json_get_double(numbers, object, "b", top, &error), &error, "f.json: b is no string");
    expect_line(nw_json_get_doubles(numbers, 2, object, "a", top, &error), &error,
                "f.json: a has 3 numbers, and must have 2");
    expect_line(nw_json_get_doubles(numbers, 3, object, "a", top, &error), &error,
                "f.json: a[1] is no finite number in hexadecimal, such as \"0x1.8p-3\"");
    static const char *const known[] = {"o", "a", "t", "b", "i", "n", NULL};
    expect_line(nw_json_only(object, known, deep, &error), &error, "f.json: layers[2].big is not known here");
    /* Without an error to fill. */
    ck_assert(nw_json_get_object(&value, object, "x", deep, NULL) == NW_BAD_INPUT);
    json_decref(object);
}
END_TEST

/* ---- files ---- */

/* A file of these bytes under a name of its own, which the caller unlinks and frees. */
static char *make_file(const char *bytes, size_t length)
{
    const char *folder = getenv("TMPDIR");
    char *name = nw_format("%s/check_base.XXXXXX", folder != NULL && *folder != '\0' ? folder : "/tmp");
    int file = mkstemp(name);
    ck_assert_msg(file >= 0, "%s cannot be made", name);
    ck_assert(write(file, bytes, length) == (ssize_t)length);
    close(file);
    return name;
}

START_TEST(files_that_are_read)
{
    nw_text text = {0};
    nw_text_add(&text, "{\"first\": 1,\n \"long\": [");
    for (int i = 0; i < 40000; i++)
        nw_text_addf(&text, "%s%d", i > 0 ? ", " : "", i);
    nw_text_add(&text, "]}\n");
    char *name = make_file(text.data, text.length);
    json_t *document;
    nw_error error;
    nw_status status = nw_json_load(&document, name, &error);
    ck_assert_msg(status == NW_OK, "%s", error.message);
    ck_assert(json_array_size(json_object_get(document, "long")) == 40000);
    json_decref(document);
    ck_assert(freopen(name, "r", stdin) != NULL);
    ck_assert(nw_json_load(&document, "-", &error) == NW_OK);
    ck_assert(json_integer_value(json_object_get(document, "first")) == 1);
    json_decref(document);
    unlink(name);
    free(name);
    nw_text_clear(&text);
}
END_TEST

START_TEST(files_that_are_refused)
{
    static const struct {
        const char *bytes;
        size_t length; /* 0: all */
        const char *said;
    } cases[] = {
        {"", 0, "not valid JSON"},
        {"{\"a\": 1", 0, "not valid JSON"},
        {"{\"a\": 1} {", 0, "not valid JSON"},
        {"{\"a\": 1,\n\"a\": 2}", 0, "line 2: not valid JSON: duplicate"},
        {"[1, 2]", 0, "expected a JSON object"},
        {"{\"a\": NaN}", 0, "not valid JSON"},
        {"{\"a\": 1}\0", 9, "not valid JSON"},
        {"{\"a\": \"\\u0000\"}", 0, "not valid JSON"},
        {"{\"a\": \"\xff\"}", 0, "not valid JSON"},
        {"\xef\xbb\xbf{}", 0, "not valid JSON"},
        {"{\"a\": 99999999999999999999}", 0, "not valid JSON"},
    };
    nw_error error;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t length = cases[i].length > 0 ? cases[i].length : strlen(cases[i].bytes);
        char *name = make_file(cases[i].bytes, length);
        json_t *document = (json_t *)&error;
        nw_status status = nw_json_load(&document, name, &error);
        ck_assert_msg(status == NW_BAD_INPUT && document == NULL, "case %zu was accepted", i);
        ck_assert_msg(strstr(error.message, name) != NULL && strstr(error.message, cases[i].said) != NULL,
                      "case %zu: %s", i, error.message);
        ck_assert(strchr(error.message, '\n') == NULL);
        unlink(name);
        free(name);
    }
    /* Nesting that would end the stack. */
    enum { DEPTH = 1000000 };
    char *deep = nw_alloc(DEPTH + 1, 1);
    memset(deep, '[', DEPTH);
    char *name = make_file(deep, DEPTH);
    json_t *document;
    ck_assert(nw_json_load(&document, name, &error) == NW_BAD_INPUT && document == NULL);
    unlink(name);
    free(name);
    free(deep);
    ck_assert(nw_json_load(&document, "/nonexistent/net.json", &error) == NW_BAD_INPUT);
    ck_assert_msg(strstr(error.message, "cannot open /nonexistent/net.json: ") != NULL, "%s", error.message);
    ck_assert(nw_json_load(&document, "/", &error) == NW_BAD_INPUT && document == NULL);
    ck_assert_msg(strstr(error.message, "/: ") != NULL, "%s", error.message);
}
END_TEST

/* ---- random streams ---- */

static int compare_seeds(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Neighbouring names, and the same numbers in other places, give different seeds; each output bit is one about half of
 * the time. */
START_TEST(seeds_are_unrelated)
{
    enum { SIDE = 24, COUNT = SIDE * SIDE * SIDE };
    uint64_t *seeds = nw_alloc(COUNT, sizeof *seeds);
    size_t ones[64] = {0}, flips = 0;
    for (size_t i = 0; i < COUNT; i++) {
        uint64_t a = i / (SIDE * SIDE), b = i / SIDE % SIDE, c = i % SIDE;
        seeds[i] = nw_random_mix(a, b, c);
        ck_assert(seeds[i] == nw_random_mix(a, b, c));
        flips += (size_t)__builtin_popcountll(seeds[i] ^ nw_random_mix(a, b, c + 1));
        for (int bit = 0; bit < 64; bit++)
            ones[bit] += seeds[i] >> bit & 1;
    }
    for (int bit = 0; bit < 64; bit++) /* 5 standard deviations of 59 */
        ck_assert_msg(ones[bit] > COUNT / 2 - 300 && ones[bit] < COUNT / 2 + 300, "bit %d: %zu", bit, ones[bit]);
    ck_assert_msg(flips > 31 * COUNT && flips < 33 * COUNT, "%zu flips", flips);
    qsort(seeds, COUNT, sizeof *seeds, compare_seeds);
    for (size_t i = 1; i < COUNT; i++)
        ck_assert(seeds[i] != seeds[i - 1]);
    free(seeds);
}
END_TEST

START_TEST(streams_repeat_and_differ)
{
    enum { DRAWS = 4000 };
    gsl_rng *a = nw_random_stream(7, 3, 1), *again = nw_random_stream(7, 3, 1);
    gsl_rng *other[] = {nw_random_stream(8, 3, 1), nw_random_stream(7, 4, 1), nw_random_stream(7, 3, 2),
                        nw_random_stream(3, 7, 1), nw_random_stream(7, 1, 3)};
    double product[5] = {0}, mean = 0;
    for (int i = 0; i < DRAWS; i++) {
        double x = gsl_rng_uniform(a) - 0.5;
        ck_assert(gsl_rng_uniform(again) - 0.5 == x);
        mean += x / DRAWS;
        for (size_t k = 0; k < 5; k++)
            product[k] += 12 * x * (gsl_rng_uniform(other[k]) - 0.5) / DRAWS;
    }
    ck_assert(fabs(mean) < 5 / sqrt(12.0 * DRAWS));
    for (size_t k = 0; k < 5; k++) {
        ck_assert_msg(fabs(product[k]) < 5 / sqrt(DRAWS), "stream %zu: correlation %g", k, product[k]);
        gsl_rng_free(other[k]);
    }
    gsl_rng_free(a);
    gsl_rng_free(again);
}
END_TEST

/* What studies on disk depend on does not change from version to version. */
START_TEST(seeds_stay_what_they_are)
{
    ck_assert(nw_random_mix(0, 0, 0) == UINT64_C(0x238275BC38FCBE91));
    ck_assert(nw_random_mix(1, 2, 3) == UINT64_C(0xD0734750FDE362B3));
}
END_TEST

/* ---- the pool ---- */

enum { JOBS = 500 };

typedef struct record {
    pthread_mutex_t lock;
    int begun[JOBS], finished[JOBS];
    size_t begun_count, done_count, stop_after;
    bool inside; /* a call of done is running */
    bool nested; /* two were at once */
    volatile bool stop;
    double result[JOBS];
} record;

static void job(void *state, size_t index)
{
    record *r = state;
    gsl_rng *rng = nw_random_stream(5, index, 0);
    double sum = 0;
    for (int i = 0; i < 200; i++)
        sum += gsl_rng_uniform(rng);
    gsl_rng_free(rng);
    arb_t pi; /* leaves something in this thread's caches */
    arb_init(pi);
    arb_const_pi(pi, 64 + (slong)index);
    arb_clear(pi);
    r->result[index] = sum;
    pthread_mutex_lock(&r->lock);
    r->begun[index]++;
    if (++r->begun_count == r->stop_after)
        r->stop = true;
    pthread_mutex_unlock(&r->lock);
}

static void done(void *state, size_t index)
{
    record *r = state;
    r->nested = r->nested || r->inside;
    r->inside = true;
    pthread_mutex_lock(&r->lock);
    r->finished[index] += r->begun[index];
    pthread_mutex_unlock(&r->lock);
    r->done_count++;
    r->inside = false;
}

START_TEST(every_job_runs_once)
{
    static const size_t threads[] = {0, 1, 2, 3, 8, JOBS + 5};
    static const size_t counts[] = {0, 1, 2, 7, JOBS};
    record *first = NULL;
    for (size_t t = 0; t < sizeof threads / sizeof threads[0]; t++)
        for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
            if (threads[t] > 8 && counts[c] > 8)
                continue;
            record *r = nw_alloc(1, sizeof *r);
            pthread_mutex_init(&r->lock, NULL);
            bool all = nw_pool_run(threads[t], counts[c], job, t % 2 == 0 ? done : NULL, r,
                                   t % 3 == 0 ? NULL : &r->stop);
            ck_assert_msg(all, "%zu threads, %zu jobs", threads[t], counts[c]);
            ck_assert(r->begun_count == counts[c] && !r->nested);
            ck_assert(r->done_count == (t % 2 == 0 ? counts[c] : 0));
            for (size_t i = 0; i < JOBS; i++) {
                ck_assert(r->begun[i] == (i < counts[c]));
                ck_assert(t % 2 == 1 || r->finished[i] == (i < counts[c]));
                ck_assert_msg(first == NULL || i >= counts[c] || counts[c] < JOBS || r->result[i] == first->result[i],
                              "job %zu depends on the threads", i);
            }
            pthread_mutex_destroy(&r->lock);
            if (counts[c] == JOBS && first == NULL)
                first = r;
            else
                free(r);
        }
    free(first);
    ck_assert(nw_core_count() >= 1);
}
END_TEST

/* Two jobs that each wait for the other can only end when they run at the same time. */
typedef struct meeting {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int present;
    bool missed;
} meeting;

static void meet(void *state, size_t index)
{
    enum { PATIENCE = 60 };
    meeting *m = state;
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += PATIENCE;
    (void)index;
    pthread_mutex_lock(&m->lock);
    m->present++;
    pthread_cond_broadcast(&m->changed);
    while (m->present < 2 && !m->missed)
        m->missed = pthread_cond_timedwait(&m->changed, &m->lock, &until) != 0;
    pthread_mutex_unlock(&m->lock);
}

START_TEST(jobs_run_at_the_same_time)
{
    for (size_t threads = 0; threads <= 2; threads += 2) {
        if (threads == 0 && nw_core_count() < 2)
            continue;
        meeting m = {.present = 0};
        pthread_mutex_init(&m.lock, NULL);
        pthread_cond_init(&m.changed, NULL);
        ck_assert(nw_pool_run(threads, 2, meet, NULL, &m, NULL));
        ck_assert_msg(!m.missed, "asked for %zu threads, one came", threads);
        pthread_cond_destroy(&m.changed);
        pthread_mutex_destroy(&m.lock);
    }
}
END_TEST

START_TEST(a_stop_leaves_jobs_out)
{
    for (size_t threads = 1; threads <= 4; threads++) {
        record *r = nw_alloc(1, sizeof *r);
        pthread_mutex_init(&r->lock, NULL);
        r->stop_after = 20;
        ck_assert(!nw_pool_run(threads, JOBS, job, done, r, &r->stop));
        ck_assert_msg(r->begun_count >= 20 && r->begun_count < 20 + threads && r->done_count == r->begun_count,
                      "%zu threads: %zu begun, %zu done", threads, r->begun_count, r->done_count);
        for (size_t i = 0; i < JOBS; i++) /* in order: what was left out is the end */
            ck_assert(r->begun[i] == (i < r->begun_count));
        memset(r->begun, 0, sizeof r->begun);
        r->begun_count = 0;
        ck_assert(!nw_pool_run(threads, JOBS, job, done, r, &r->stop) && r->begun_count == 0);
        /* Stopped by its last job, nothing was left out. */
        r->stop = false;
        r->stop_after = 3;
        ck_assert(nw_pool_run(1, 3, job, NULL, r, &r->stop) && r->stop);
        pthread_mutex_destroy(&r->lock);
        free(r);
    }
}
END_TEST

/* ---- the progress line ---- */

/* What `steps` of `total` write to a standard error of this kind; the caller frees. */
static char *progress_text(int to, int from, size_t total, size_t steps, bool quiet)
{
    fflush(stderr);
    int saved = dup(STDERR_FILENO);
    ck_assert(saved >= 0 && dup2(to, STDERR_FILENO) >= 0);
    nw_progress progress;
    nw_progress_begin(&progress, "width", total, quiet);
    for (size_t i = 0; i < steps; i++)
        nw_progress_step(&progress, i + 1 == total ? "last note" : NULL);
    nw_progress_end(&progress);
    fflush(stderr);
    dup2(saved, STDERR_FILENO);
    close(saved);
    ck_assert(progress.done == steps);
    char *text = nw_alloc(4096, 1);
    ssize_t length = read(from, text, 4095);
    text[length > 0 ? length : 0] = '\0';
    return text;
}

static char *plain_progress(size_t total, size_t steps, bool quiet)
{
    int ends[2];
    ck_assert(pipe2(ends, O_NONBLOCK) == 0);
    char *text = progress_text(ends[1], ends[0], total, steps, quiet);
    close(ends[0]);
    close(ends[1]);
    return text;
}

START_TEST(progress_in_plain_lines)
{
    char *text = plain_progress(5, 5, false);
    ck_assert_msg(strncmp(text, "width: 5 of 5, ", 15) == 0, "'%s'", text);
    ck_assert_msg(strstr(text, "; last note\n") != NULL && strchr(text, '\r') == NULL, "'%s'", text);
    ck_assert_msg(strchr(text, '\n') == strrchr(text, '\n'), "'%s'", text);
    free(text);
    static const struct {
        size_t total, steps;
        bool quiet;
    } silent[] = {{5, 5, true}, {1, 1, false}, {0, 0, false}, {5, 0, false}, {500, 400, false}};
    for (size_t i = 0; i < sizeof silent / sizeof silent[0]; i++) {
        text = plain_progress(silent[i].total, silent[i].steps, silent[i].quiet);
        ck_assert_msg(*text == '\0', "case %zu: '%s'", i, text);
        free(text);
    }
}
END_TEST

START_TEST(progress_on_a_terminal)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0)
        return; /* no terminals here */
    int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
    ck_assert(slave >= 0);
    char *text = progress_text(slave, master, 3, 3, false);
    ck_assert_msg(strncmp(text, "\rwidth: 3 of 3, ", 16) == 0, "'%s'", text);
    ck_assert_msg(strstr(text, "; last note\033[K") != NULL, "'%s'", text);
    /* The line is wiped at the end and none is left behind. */
    size_t length = strlen(text);
    ck_assert_msg(length > 4 && strcmp(text + length - 4, "\r\033[K") == 0 && strchr(text, '\n') == NULL, "'%s'", text);
    free(text);
    text = progress_text(slave, master, 3, 3, true);
    ck_assert_msg(*text == '\0', "'%s'", text);
    free(text);
    close(slave);
    close(master);
}
END_TEST

START_TEST(seconds_rise)
{
    double last = nw_seconds();
    for (int i = 0; i < 1000; i++) {
        double now = nw_seconds();
        ck_assert(now >= last);
        last = now;
    }
}
END_TEST

/* ---- activations ---- */

START_TEST(activations_by_name)
{
    static const struct {
        const char *word;
        nw_activation activation;
    } all[] = {{"tanh", NW_TANH}, {"logistic", NW_LOGISTIC}, {"arctan", NW_ARCTAN},     {"crelu", NW_CRELU},
               {"relu", NW_RELU}, {"elu", NW_ELU},           {"identity", NW_IDENTITY}};
    ck_assert(sizeof all / sizeof all[0] == NW_ACTIVATION_COUNT);
    for (size_t i = 0; i < NW_ACTIVATION_COUNT; i++) {
        ck_assert_msg(nw_activation_find(all[i].word) == all[i].activation, "%s", all[i].word);
        ck_assert(strcmp(nw_activation_words[all[i].activation], all[i].word) == 0);
    }
    ck_assert(nw_activation_words[NW_ACTIVATION_COUNT] == NULL);
    static const char *const none[] = {"", "Tanh", "tanh ", "rel", "relux"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        ck_assert_msg(nw_activation_find(none[i]) == NW_ACTIVATION_COUNT, "'%s'", none[i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base");
    TCase *tests = ct_case(suite, "json");
    tcase_add_test(tests, hex_doubles_that_are_read);
    tcase_add_test(tests, hex_doubles_that_are_refused);
    tcase_add_test(tests, doubles_come_back);
    tcase_add_test(tests, members_that_are_read);
    tcase_add_test(tests, members_that_are_refused);
    tcase_add_test(tests, files_that_are_read);
    tcase_add_test(tests, files_that_are_refused);
    tests = ct_case(suite, "random");
    tcase_add_test(tests, seeds_are_unrelated);
    tcase_add_test(tests, streams_repeat_and_differ);
    tcase_add_test(tests, seeds_stay_what_they_are);
    tests = ct_case(suite, "pool");
    tcase_add_test(tests, every_job_runs_once);
    tcase_add_test(tests, jobs_run_at_the_same_time);
    tcase_add_test(tests, a_stop_leaves_jobs_out);
    tests = ct_case(suite, "progress");
    tcase_add_test(tests, progress_in_plain_lines);
    tcase_add_test(tests, progress_on_a_terminal);
    tcase_add_test(tests, seconds_rise);
    tests = ct_case(suite, "activation");
    tcase_add_test(tests, activations_by_name);
    return ct_main(suite);
}

/* Files of the state of a training: what is read goes on bit for bit; what is not whole, or not ours, changes nothing.
 */
#include "train/checkpoint.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "check_common.h"

static char *folder, *file;

static void make_folder(void)
{
    const char *temporary = getenv("TMPDIR");
    folder = nw_format("%s/check_checkpoint.XXXXXX", temporary != NULL ? temporary : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    file = nw_format("%s/state", folder);
}

/* Removes the folder and what is in it, which must be the checkpoint alone. */
static void drop_folder(void)
{
    DIR *directory = opendir(folder);
    ck_assert_ptr_nonnull(directory);
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;)
        ck_assert_msg(strcmp(entry->d_name, "state") == 0 || entry->d_name[0] == '.', "%s is left", entry->d_name);
    closedir(directory);
    remove(file);
    ck_assert_int_eq(rmdir(folder), 0);
    free(file), free(folder);
}

/* ---- trainings ---- */

enum { SAMPLES = 6, TASKS = 3, X = 3, TASK = 2, OUTPUTS = 2, MODELS = 2, NOTES = 4, EPOCH = 5 };

static const nw_model_spec specs[MODELS] = {
    {.kind = NW_MODEL_HYPER, .x_size = X, .i_size = TASK, .outputs = OUTPUTS, .hidden = 2, .unit = NW_ELU,
     .inner_layers = 2, .inner = {3}, .inner_unit = NW_TANH, .biases = true},
    {.kind = NW_MODEL_PLAIN, .x_size = X, .outputs = OUTPUTS, .hidden = 3, .unit = NW_TANH},
};

typedef struct rule {
    nw_optimiser_kind kind;
    double momentum;
} rule;
static const rule rules[] = {{NW_SGD, 0}, {NW_SGD, .5}, {NW_ADAM, 0}, {NW_ADADELTA, 0}};
enum { RULES = sizeof rules / sizeof rules[0] };

typedef struct training {
    nw_checkpoint state;
    nw_model *models[MODELS];
    nw_optimiser space[MODELS], *optimisers[MODELS];
    double notes[NOTES];
} training;

static training *training_new(const char *job, rule r, uint64_t seed)
{
    training *t = nw_alloc(1, sizeof *t);
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(random, seed);
    for (size_t m = 0; m < MODELS; m++) {
        t->models[m] = nw_model_new(&specs[m], SAMPLES, TASKS);
        nw_model_start(t->models[m], random);
        t->optimisers[m] = &t->space[m];
        nw_optimiser_begin(t->optimisers[m], r.kind, .05, r.momentum, nw_model_parameters(t->models[m]));
    }
    gsl_rng_free(random);
    t->state = (nw_checkpoint){job, 0, MODELS, t->models, t->optimisers, 0, t->notes, NOTES};
    return t;
}

static void training_free(training *t)
{
    for (size_t m = 0; m < MODELS; m++) {
        nw_model_free(t->models[m]);
        nw_optimiser_clear(t->optimisers[m]);
    }
    free(t);
}

static void fill(float *numbers, size_t count, gsl_rng *random)
{
    for (size_t k = 0; k < count; k++)
        numbers[k] = (float)(2 * gsl_rng_uniform(random) - 1);
}

/* Some steps on data of the epoch's own. */
static void run_epoch(training *t)
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(random, 77 + t->state.epoch);
    float x[SAMPLES * X], tasks[TASKS * TASK], signal[SAMPLES * OUTPUTS];
    double sum = 0;
    for (int n = 0; n < 5; n++) {
        fill(x, SAMPLES * X, random);
        fill(tasks, TASKS * TASK, random);
        for (size_t m = 0; m < MODELS; m++) {
            nw_batch batch = {SAMPLES, specs[m].kind == NW_MODEL_PLAIN ? 1 : TASKS, x, tasks};
            const float *outputs = nw_model_forward(t->models[m], &batch);
            for (size_t k = 0; k < SAMPLES * OUTPUTS; k++) {
                signal[k] = outputs[k] - x[k / OUTPUTS * X];
                sum += (double)signal[k];
            }
            nw_optimiser_step(t->optimisers[m], t->models[m], &batch, signal);
        }
    }
    gsl_rng_free(random);
    t->notes[t->state.note_count++ % NOTES] = sum;
    t->state.epoch++;
}

static void same_floats(const float *a, const float *b, size_t count)
{
    ck_assert((a == NULL) == (b == NULL));
    if (a != NULL)
        ck_assert_mem_eq(a, b, count * sizeof *a);
}

static void same(training *a, training *b)
{
    ck_assert_uint_eq(a->state.epoch, b->state.epoch);
    ck_assert_uint_eq(a->state.note_count, b->state.note_count);
    ck_assert_mem_eq(a->notes, b->notes, sizeof a->notes);
    for (size_t m = 0; m < MODELS; m++) {
        const nw_optimiser *p = a->optimisers[m], *q = b->optimisers[m];
        ck_assert_uint_eq(p->steps, q->steps);
        ck_assert_uint_eq(p->count, q->count);
        same_floats(nw_model_values(a->models[m]), nw_model_values(b->models[m]), p->count);
        same_floats(p->first, q->first, p->count);
        same_floats(p->second, q->second, p->count);
    }
}

static void write_state(const training *t)
{
    nw_error error;
    ck_assert_msg(nw_checkpoint_write(&t->state, file, &error) == NW_OK, "%s", error.message);
}

static bool read_state(training *t)
{
    nw_error error;
    bool found = true;
    ck_assert_msg(nw_checkpoint_read(&t->state, &found, file, &error) == NW_OK, "%s", error.message);
    return found;
}

/* A fresh training does not find its state, and is none the worse. */
static void not_found(const char *job, rule r)
{
    training *t = training_new(job, r, 2), *untouched = training_new(job, r, 2);
    ck_assert(!read_state(t));
    same(t, untouched);
    training_free(t), training_free(untouched);
}

/* ---- going on ---- */

/* Uninterrupted training, and one that was begun anew after every epoch from the file of the last. */
START_TEST(training_goes_on_bit_for_bit)
{
    training *whole = training_new("job", rules[_i], 1);
    for (uint64_t e = 0; e < 3; e++) {
        training *part = training_new("job", rules[_i], e == 0 ? 1 : 99);
        ck_assert(read_state(part) == (e > 0));
        same(part, whole);
        run_epoch(part);
        write_state(part);
        training_free(part);
        run_epoch(whole);
    }
    training *start = training_new("job", rules[_i], 1);
    ck_assert_mem_ne(nw_model_values(start->models[0]), nw_model_values(whole->models[0]),
                     whole->space[0].count * sizeof(float));
    training_free(whole), training_free(start);
}
END_TEST

START_TEST(every_bit_comes_back)
{
    training *t = training_new("job", rules[_i], 1), *back = training_new("job", rules[_i], 2);
    for (size_t m = 0; m < MODELS; m++) { /* NaN, infinities, negative zero and all */
        nw_optimiser *o = t->optimisers[m];
        for (size_t k = 0; k < o->count; k++) {
            uint32_t bits = (uint32_t)(k * 2654435761u + m);
            memcpy(nw_model_values(t->models[m]) + k, &bits, sizeof bits);
            bits = ~bits;
            if (o->first != NULL)
                memcpy(o->first + k, &bits, sizeof bits);
            bits ^= 0x55555555;
            if (o->second != NULL)
                memcpy(o->second + k, &bits, sizeof bits);
        }
        o->steps = UINT64_MAX - m;
    }
    t->state.epoch = UINT64_C(1) << 63;
    for (size_t n = 0; n < NOTES; n++)
        t->notes[n] = 1 / ((double)n + 3);
    t->state.note_count = NOTES;
    write_state(t);
    ck_assert(read_state(back));
    same(t, back);
    training_free(t), training_free(back);
}
END_TEST

START_TEST(a_new_state_replaces_the_old)
{
    training *t = training_new("job", rules[2], 1), *back = training_new("job", rules[2], 2);
    for (int e = 0; e < 2; e++) {
        run_epoch(t);
        write_state(t);
    }
    ck_assert(read_state(back));
    same(t, back);
    training_free(t), training_free(back);
}
END_TEST

/* ---- files that are not the state ---- */

START_TEST(no_file)
{
    not_found("job", rules[0]);
    ck_assert_int_eq(mkdir(file, 0700), 0);
    not_found("job", rules[0]);
    ck_assert_int_eq(rmdir(file), 0);
    ck_assert_int_eq(mkfifo(file, 0600), 0);
    not_found("job", rules[0]);
    ck_assert_int_eq(unlink(file), 0);
    FILE *stream = fopen(file, "w");
    ck_assert_int_eq(fclose(stream), 0);
    not_found("job", rules[0]);
}
END_TEST

START_TEST(another_job_or_method)
{
    training *t = training_new("job 1", rules[_i], 1);
    run_epoch(t);
    write_state(t);
    not_found("job 2", rules[_i]);
    not_found("job", rules[_i]);
    not_found("job 10", rules[_i]);
    for (int other = 0; other < RULES; other++)
        if (other != _i)
            not_found("job 1", rules[other]);
    training *again = training_new("job 1", rules[_i], 2);
    for (size_t m = 0; m < MODELS; m++) { /* another rate is another descent */
        double rate = again->space[m].rate;
        again->space[m].rate = .06;
        ck_assert(!read_state(again));
        again->space[m].rate = rate;
    }
    ck_assert(read_state(again));
    training_free(t), training_free(again);
}
END_TEST

START_TEST(another_shape)
{
    training *t = training_new("job", rules[0], 1);
    run_epoch(t);
    write_state(t);
    training *other = training_new("job", rules[0], 2), *untouched = training_new("job", rules[0], 2);
    other->state.model_count = 1;
    ck_assert(!read_state(other));
    other->state.model_count = MODELS;
    other->state.note_room = 0; /* no room for what is noted */
    ck_assert(!read_state(other));
    other->state.note_room = NOTES;
    nw_model *const swapped[] = {other->models[1], other->models[0]};
    nw_optimiser *const as_well[] = {other->optimisers[1], other->optimisers[0]};
    other->state.models = swapped;
    other->state.optimisers = as_well;
    ck_assert(!read_state(other));
    same(other, untouched);
    training_free(t), training_free(other), training_free(untouched);
}
END_TEST

/* ---- damage ---- */

static unsigned char *contents(size_t *size)
{
    FILE *stream = fopen(file, "rb");
    ck_assert_ptr_nonnull(stream);
    ck_assert_int_eq(fseek(stream, 0, SEEK_END), 0);
    *size = (size_t)ftell(stream);
    rewind(stream);
    unsigned char *bytes = nw_alloc(*size + 16, 1);
    ck_assert_uint_eq(fread(bytes, 1, *size, stream), *size);
    fclose(stream);
    return bytes;
}

/* Some bytes of the file anew. */
static void put(int descriptor, const unsigned char *bytes, size_t from, size_t count)
{
    ck_assert_int_eq(pwrite(descriptor, bytes + from, count, (off_t)from), (ssize_t)count);
}

START_TEST(every_changed_byte_is_seen)
{
    training *t = training_new("a job", rules[_i], 1), *kept = training_new("a job", rules[_i], 2);
    training *untouched = training_new("a job", rules[_i], 2);
    run_epoch(t);
    write_state(t);
    size_t size;
    unsigned char *bytes = contents(&size);
    int descriptor = open(file, O_WRONLY);
    for (size_t at = 0; at < size; at++) {
        unsigned char old = bytes[at];
        bytes[at] ^= (unsigned char)(1 + (at * 37) % 255);
        put(descriptor, bytes, at, 1);
        ck_assert_msg(!read_state(kept), "byte %zu of %zu", at, size);
        same(kept, untouched);
        bytes[at] = old;
        put(descriptor, bytes, at, 1);
    }
    ck_assert(read_state(kept));
    same(kept, t);
    close(descriptor);
    free(bytes);
    training_free(t), training_free(kept), training_free(untouched);
}
END_TEST

START_TEST(every_other_length_is_seen)
{
    training *t = training_new("a job", rules[_i], 1), *kept = training_new("a job", rules[_i], 2);
    training *untouched = training_new("a job", rules[_i], 2);
    run_epoch(t);
    write_state(t);
    size_t size;
    free(contents(&size));
    for (size_t length = size + 16; length-- > 0;) {
        if (length == size) /* what was behind the end is gone */
            write_state(t);
        ck_assert_int_eq(truncate(file, (off_t)length), 0);
        ck_assert_msg(read_state(kept) == (length == size), "%zu bytes of %zu", length, size);
        if (length == size) {
            same(kept, t);
            training_free(kept);
            kept = training_new("a job", rules[_i], 2);
        }
        same(kept, untouched);
    }
    training_free(t), training_free(kept), training_free(untouched);
}
END_TEST

/* The polynomial of zlib, bit by bit. */
static uint32_t crc_by_bits(const unsigned char *bytes, size_t count)
{
    uint32_t rest = UINT32_MAX;
    for (size_t k = 0; k < count * 8; k++) {
        uint32_t bit = (rest ^ (uint32_t)(bytes[k / 8] >> k % 8)) & 1;
        rest = (rest >> 1) ^ (bit != 0 ? 0xedb88320 : 0);
    }
    return ~rest;
}

/* Lies under a right checksum: every number that sizes something, and every one that is compared. */
START_TEST(a_right_checksum_is_not_believed)
{
    training *t = training_new("a job", rules[2], 1), *kept = training_new("a job", rules[2], 2);
    training *untouched = training_new("a job", rules[2], 2);
    run_epoch(t);
    write_state(t);
    size_t size;
    unsigned char *bytes = contents(&size);
    int descriptor = open(file, O_WRONLY);
    /* Mark, version, order, length and text of nwidth's version, the same of the job, models, notes. */
    const size_t own = strlen(nw_version());
    ck_assert_mem_eq(bytes + 16 + 8 + 8, nw_version(), own);
    for (size_t at = 0; at < 16 + 8 + 8 + own + 8 + 5 + 16; at++) {
        unsigned char old = bytes[at];
        bytes[at] = (unsigned char)~old;
        uint32_t sum = crc_by_bits(bytes, size - 4);
        memcpy(bytes + size - 4, &sum, 4);
        put(descriptor, bytes, 0, size);
        ck_assert_msg(!read_state(kept), "byte %zu of %zu", at, size);
        same(kept, untouched);
        bytes[at] = old;
    }
    close(descriptor);
    free(bytes);
    training_free(t), training_free(kept), training_free(untouched);
}
END_TEST

/* What another version of nwidth left is not gone on with, whether its name is as long or not. */
START_TEST(another_version)
{
    training *t = training_new("a job", rules[2], 1);
    run_epoch(t);
    write_state(t);
    size_t size, at = 16 + 8, own = strlen(nw_version());
    unsigned char *bytes = contents(&size);
    char *versions[] = {nw_format("%s", nw_version()), nw_format("%s.1", nw_version()), nw_format("%s", nw_version())};
    versions[2][own - 1] ^= 1;
    for (int v = 0; v < 3; v++) {
        uint64_t length = strlen(versions[v]);
        size_t rest = size - 4 - at - 8 - own, whole = at + 8 + length + rest + 4;
        unsigned char *other = nw_alloc(whole, 1);
        memcpy(other, bytes, at);
        memcpy(other + at, &length, 8);
        memcpy(other + at + 8, versions[v], length);
        memcpy(other + at + 8 + length, bytes + at + 8 + own, rest);
        uint32_t sum = crc_by_bits(other, whole - 4);
        memcpy(other + whole - 4, &sum, 4);
        FILE *stream = fopen(file, "wb");
        ck_assert_uint_eq(fwrite(other, 1, whole, stream), whole);
        ck_assert_int_eq(fclose(stream), 0);
        free(other);
        free(versions[v]);
        if (v > 0) {
            not_found("a job", rules[2]);
            continue;
        }
        training *back = training_new("a job", rules[2], 2); /* the same bytes put together again */
        ck_assert(read_state(back));
        same(t, back);
        training_free(back);
    }
    free(bytes);
    training_free(t);
}
END_TEST

/* ---- writing ---- */

START_TEST(failures_name_the_file)
{
    training *t = training_new("job", rules[0], 1);
    char *lost = nw_format("%s/missing/state", folder);
    nw_error error;
    ck_assert_int_eq(nw_checkpoint_write(&t->state, lost, &error), NW_IO_FAILURE);
    ck_assert_msg(strstr(error.message, lost) != NULL && strstr(error.message, "No such file") != NULL, "%s",
                  error.message);
    bool found = true;
    ck_assert_int_eq(nw_checkpoint_read(&t->state, &found, lost, &error), NW_OK);
    ck_assert(!found);
    free(lost);

    /* A folder in the place of the file: nothing is left of what was written. */
    ck_assert_int_eq(mkdir(file, 0700), 0);
    ck_assert_int_eq(nw_checkpoint_write(&t->state, file, &error), NW_IO_FAILURE);
    ck_assert_msg(strstr(error.message, file) != NULL, "%s", error.message);

    if (geteuid() != 0) {
        ck_assert_int_eq(rmdir(file), 0);
        write_state(t);
        ck_assert_int_eq(chmod(file, 0), 0);
        ck_assert_int_eq(nw_checkpoint_read(&t->state, &found, file, &error), NW_IO_FAILURE);
        ck_assert_msg(strstr(error.message, file) != NULL && !found, "%s", error.message);
        ck_assert_int_eq(chmod(folder, 0500), 0);
        ck_assert_int_eq(nw_checkpoint_write(&t->state, file, &error), NW_IO_FAILURE);
        ck_assert_msg(strstr(error.message, file) != NULL, "%s", error.message);
        ck_assert_int_eq(chmod(folder, 0700), 0);
    }
    training_free(t);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("checkpoint");
    TCase *tests = ct_case(suite, "files");
    tcase_add_checked_fixture(tests, make_folder, drop_folder);
    tcase_add_loop_test(tests, training_goes_on_bit_for_bit, 0, RULES);
    tcase_add_loop_test(tests, every_bit_comes_back, 0, RULES);
    tcase_add_test(tests, a_new_state_replaces_the_old);
    tcase_add_test(tests, no_file);
    tcase_add_loop_test(tests, another_job_or_method, 0, RULES);
    tcase_add_test(tests, another_shape);
    tcase_add_loop_test(tests, every_changed_byte_is_seen, 1, 3);
    tcase_add_loop_test(tests, every_other_length_is_seen, 1, 3);
    tcase_add_test(tests, a_right_checksum_is_not_believed);
    tcase_add_test(tests, another_version);
    tcase_add_test(tests, failures_name_the_file);
    return ct_main(suite);
}

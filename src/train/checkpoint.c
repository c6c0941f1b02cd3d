/* The file, in the byte order of the machine:
 *
 *     "nwidth training" and a zero byte           16 bytes
 *     version of the file, byte order mark        uint32 each
 *     version of nwidth: length, then text        uint64, bytes
 *     job: length, then text                      uint64, bytes
 *     models, notes                               uint64 each
 *     epoch                                       uint64
 *     for each model: parameters, kind of descent, steps;
 *         rate, momentum, decay, second decay, tiny   uint64 each; double each
 *     for each model: values, then `first' and `second' where the kind has them   floats
 *     notes                                       doubles
 *     CRC-32 of all that                          uint32
 *
 * A reader knows all of it but epoch, steps, values and notes beforehand, and the number of notes from the size of the
 * file: it compares, and believes nothing. */
#include "train/checkpoint.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/memory.h"

#define TEMPORARY_SUFFIX ".tmp"

enum { VERSION = 2, ORDER_MARK = 0x01020304, MARK_BYTES = 16, MOST_AT_ONCE = 1 << 30 };

static const char mark[MARK_BYTES] = "nwidth training";

/* ---- what stands in the file ---- */

typedef enum act { MEASURE, FILL, COMPARE, TAKE } act;

/* A walk over the pieces of a state and of its image, the bytes of a file. */
typedef struct walk {
    act act;
    unsigned char *image;
    size_t at;
    bool same; /* what is known beforehand, so far */
} walk;

static void known(walk *w, const void *piece, size_t bytes)
{
    if (bytes > 0 && w->act == FILL)
        memcpy(w->image + w->at, piece, bytes);
    if (bytes > 0 && w->act == COMPARE && memcmp(w->image + w->at, piece, bytes) != 0)
        w->same = false;
    w->at += bytes;
}

static void known_number(walk *w, uint64_t number)
{
    known(w, &number, sizeof number);
}

static void known_text(walk *w, const char *text)
{
    size_t length = strlen(text);
    known_number(w, length);
    known(w, text, length);
}

static void told(walk *w, void *piece, size_t bytes)
{
    if (bytes > 0 && w->act == FILL)
        memcpy(w->image + w->at, piece, bytes);
    if (bytes > 0 && w->act == TAKE)
        memcpy(piece, w->image + w->at, bytes);
    w->at += bytes;
}

static void walk_descent(walk *w, nw_model *model, nw_optimiser *o)
{
    known_number(w, nw_model_parameters(model));
    known_number(w, (uint64_t)o->kind);
    told(w, &o->steps, sizeof o->steps);
    const double numbers[] = {o->rate, o->momentum, o->decay, o->second_decay, o->tiny};
    known(w, numbers, sizeof numbers);
}

static void walk_arrays(walk *w, nw_model *model, nw_optimiser *o)
{
    told(w, nw_model_values(model), nw_model_parameters(model) * sizeof(float));
    if (o->first != NULL)
        told(w, o->first, o->count * sizeof(float));
    if (o->second != NULL)
        told(w, o->second, o->count * sizeof(float));
}

/* All but the checksum; w->at is then the number of bytes.  They are those of arrays that are in memory: no sum
 * overflows. */
static void walk_state(walk *w, nw_checkpoint *state)
{
    const uint32_t head[] = {VERSION, ORDER_MARK};
    known(w, mark, sizeof mark);
    known(w, head, sizeof head);
    known_text(w, nw_version()); /* another one may compute other numbers: its trainings are not gone on with */
    known_text(w, state->job);
    known_number(w, state->model_count);
    known_number(w, state->note_count);
    told(w, &state->epoch, sizeof state->epoch);
    for (size_t m = 0; m < state->model_count; m++)
        walk_descent(w, state->models[m], state->optimisers[m]);
    for (size_t m = 0; m < state->model_count; m++)
        walk_arrays(w, state->models[m], state->optimisers[m]);
    told(w, state->notes, state->note_count * sizeof(double));
}

static size_t bytes_of(nw_checkpoint state)
{
    walk w = {.act = MEASURE};
    walk_state(&w, &state);
    return w.at;
}

static uint32_t checksum(const unsigned char *bytes, size_t count)
{
    uLong crc = crc32(0, NULL, 0);
    while (count > 0) { /* zlib counts in unsigned int */
        size_t part = count < MOST_AT_ONCE ? count : MOST_AT_ONCE;
        crc = crc32(crc, bytes, (uInt)part);
        bytes += part;
        count -= part;
    }
    return (uint32_t)crc;
}

/* ---- writing ---- */

static bool write_all(int descriptor, const unsigned char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t written = write(descriptor, bytes, count < MOST_AT_ONCE ? count : MOST_AT_ONCE);
        if (written < 0) {
            if (errno == EINTR)
                continue;
            return false;
        }
        bytes += written;
        count -= (size_t)written;
    }
    return true;
}

/* 0, or errno. */
static int replace(const char *file, const unsigned char *bytes, size_t count)
{
    char *temporary = nw_format("%s.XXXXXX" TEMPORARY_SUFFIX, file);
    int reason = 0, descriptor = mkstemps(temporary, (int)strlen(TEMPORARY_SUFFIX));
    if (descriptor < 0) {
        reason = errno;
        free(temporary);
        return reason;
    }
    if (!write_all(descriptor, bytes, count) || fsync(descriptor) != 0)
        reason = errno;
    if (close(descriptor) != 0 && reason == 0)
        reason = errno;
    if (reason == 0 && rename(temporary, file) != 0)
        reason = errno;
    if (reason != 0)
        unlink(temporary);
    free(temporary);
    return reason;
}

nw_status nw_checkpoint_write(const nw_checkpoint *given, const char *file, nw_error *error)
{
    nw_checkpoint state = *given;
    size_t bytes = bytes_of(state);
    unsigned char *image = nw_alloc(bytes + sizeof(uint32_t), 1);
    walk w = {.act = FILL, .image = image};
    walk_state(&w, &state);
    uint32_t sum = checksum(image, bytes);
    memcpy(image + bytes, &sum, sizeof sum);
    int reason = replace(file, image, bytes + sizeof sum);
    free(image);
    return reason == 0 ? NW_OK : nw_fail(error, NW_IO_FAILURE, "cannot write %.800s: %s", file, strerror(reason));
}

/* ---- reading ---- */

/* Bytes that were read, fewer where the file ends before; -1 and errno. */
static ssize_t read_all(int descriptor, unsigned char *bytes, size_t count)
{
    size_t done = 0;
    while (done < count) {
        size_t left = count - done;
        ssize_t part = read(descriptor, bytes + done, left < MOST_AT_ONCE ? left : MOST_AT_ONCE);
        if (part < 0 && errno == EINTR)
            continue;
        if (part < 0)
            return -1;
        if (part == 0)
            break;
        done += (size_t)part;
    }
    return (ssize_t)done;
}

/* Whether a file of that size can be one of this state, whose note_count it then tells. */
static bool size_fits(nw_checkpoint *state, off_t size)
{
    state->note_count = 0;
    size_t least = bytes_of(*state) + sizeof(uint32_t);
    if (size < 0 || (uintmax_t)size > SIZE_MAX || (size_t)size < least)
        return false;
    size_t rest = (size_t)size - least;
    state->note_count = rest / sizeof(double);
    return rest % sizeof(double) == 0 && state->note_count <= state->note_room;
}

static bool take_image(nw_checkpoint *state, unsigned char *image, size_t bytes)
{
    uint32_t sum;
    memcpy(&sum, image + bytes, sizeof sum);
    if (sum != checksum(image, bytes))
        return false;
    walk compare = {.act = COMPARE, .image = image, .same = true};
    walk_state(&compare, state);
    if (!compare.same)
        return false;
    walk take = {.act = TAKE, .image = image};
    walk_state(&take, state);
    return true;
}

/* 0, or errno. */
static int read_open(nw_checkpoint *state, bool *found, int descriptor)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0)
        return errno;
    nw_checkpoint read = *state;
    if (!S_ISREG(status.st_mode) || !size_fits(&read, status.st_size))
        return 0;
    size_t size = (size_t)status.st_size;
    unsigned char *image = nw_alloc(size, 1);
    ssize_t done = read_all(descriptor, image, size);
    int reason = done < 0 ? errno : 0;
    if (done >= 0 && (size_t)done == size && take_image(&read, image, size - sizeof(uint32_t))) {
        *state = read;
        *found = true;
    }
    free(image);
    return reason;
}

nw_status nw_checkpoint_read(nw_checkpoint *state, bool *found, const char *file, nw_error *error)
{
    *found = false;
    int descriptor = open(file, O_RDONLY | O_NONBLOCK | O_CLOEXEC); /* a pipe of that name would not answer */
    int reason = descriptor < 0 ? errno : read_open(state, found, descriptor);
    if (descriptor >= 0)
        close(descriptor);
    if (reason == 0 || reason == ENOENT || reason == ENOTDIR)
        return NW_OK;
    return nw_fail(error, NW_IO_FAILURE, "cannot read %.800s: %s", file, strerror(reason));
}

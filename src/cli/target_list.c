#include "cli/target_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { MOST_SCALES = 256, MOST_TARGETS = 1000000 };

/* The targets of one word: itself, or with --targets its reseeded kin; *at counts the targets read so far. */
static nw_status add_targets(nw_target_list *list, size_t *at, const nw_target *first, const nw_options *options,
                             nw_error *error)
{
    nw_status status = NW_OK;
    for (long i = 0; status == NW_OK && i < options->work.targets; i++) {
        if (options->work.targets == 1)
            status = nw_target_parse(&list->targets[*at], nw_target_word(first), error);
        else
            status = nw_target_reseed(&list->targets[*at], first, options->work.seed + (uint64_t)i, error);
        (*at)++;
    }
    return status;
}

static nw_status read_scale(nw_target_list *list, size_t *at, long scale, const nw_options *options, nw_error *error)
{
    const char *word = options->work.target;
    nw_target *first;
    if (strstr(word, "M=") != NULL)
        return nw_fail(error, NW_BAD_INPUT, "--scales gives M; leave it out of --target %.200s", word);
    const char *colon = strchr(word, ':'); /* "bump", "bump:" and "bump:r=1" are all words */
    char *scaled = nw_format("%s%sM=%ld", word, colon == NULL ? ":" : colon[1] == '\0' ? "" : ",", scale);
    nw_status status = nw_target_parse(&first, scaled, error);
    free(scaled);
    if (status != NW_OK)
        return status;
    status = add_targets(list, at, first, options, error);
    nw_target_free(first);
    return status;
}

static void make_room(nw_target_list *list, size_t count)
{
    list->count = count;
    list->targets = nw_alloc(count, sizeof(nw_target *));
    list->eps = nw_alloc(count, sizeof *list->eps);
    for (size_t i = 0; i < count; i++)
        fmpq_init(&list->eps[i]);
}

/* One word, or one for each of --scales; --targets of each. */
static nw_status read_targets(nw_target_list *list, const nw_options *options, nw_error *error)
{
    nw_target *first;
    long scales[MOST_SCALES];
    size_t scale_count = 0, at = 0, each = (size_t)options->work.targets;
    nw_status status = NW_OK;
    if (options->work.scales == NULL) {
        status = nw_work_target(&first, options, error);
        if (status != NW_OK)
            return status;
        make_room(list, each);
        status = add_targets(list, &at, first, options, error);
        nw_target_free(first);
        return status;
    }
    if (options->work.target == NULL)
        return nw_work_target(&first, options, error);
    status = nw_work_scales(scales, &scale_count, MOST_SCALES, options, error);
    if (status != NW_OK)
        return status;
    if (scale_count * each > MOST_TARGETS)
        return nw_fail(error, NW_BAD_INPUT, "--targets %zu at each of %zu scales: expected at most %d targets in all",
                       each, scale_count, MOST_TARGETS);
    make_room(list, scale_count * each);
    for (size_t i = 0; status == NW_OK && i < scale_count; i++)
        status = read_scale(list, &at, scales[i], options, error);
    return status;
}

nw_status nw_target_list_read(nw_target_list *list, const nw_options *options, nw_error *error)
{
    bool given;
    *list = (nw_target_list){0};
    nw_status status = read_targets(list, options, error);
    for (size_t i = 0; status == NW_OK && i < list->count; i++)
        status = nw_work_goal(&list->eps[i], &given, true, list->targets[i], options, error);
    return status;
}

void nw_target_list_clear(nw_target_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        nw_target_free(list->targets[i]);
        fmpq_clear(&list->eps[i]);
    }
    free(list->targets);
    free(list->eps);
    *list = (nw_target_list){0};
}

#include "study/gap_study.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/json_lists.h"
#include "base/memory.h"
#include "base/random.h"
#include "base/text.h"
#include "rational.h"
#include "study/tasks.h"
#include "target/target.h"

enum { VERSION = 1, LARGEST_SCALE = 4096, LARGEST_WIDTH = 4096, LARGEST_K = 4096, MOST_STARTS = 1000000 };
enum { LARGEST_ORDER = 16, DEFAULT_TARGETS = 5, DEFAULT_STARTS = 24, DEFAULT_WIDTH = 256 };
static const long LARGEST_SEED = 99999999999;

/* What the members say. */
typedef struct plan {
    char *target;
    nw_json_integers orders, pairs, scales, hidden_layers, k;
    nw_json_words goals, activations, methods;
    bool goal_is_theta, output_bias;
    char *tasks, *l1, *l2;
    long targets, starts, largest_width, seed;
} plan;

static void clear_plan(plan *asked)
{
    free(asked->target);
    free(asked->orders.values);
    free(asked->pairs.values);
    free(asked->scales.values);
    free(asked->hidden_layers.values);
    free(asked->k.values);
    nw_json_words_clear(&asked->goals);
    nw_json_words_clear(&asked->activations);
    nw_json_words_clear(&asked->methods);
    free(asked->tasks);
    free(asked->l1);
    free(asked->l2);
}

/* ---- families ---- */

static bool is_family(const char *target, const char *name)
{
    size_t length = strlen(name);
    return strncmp(target, name, length) == 0 && (target[length] == '\0' || target[length] == ':');
}

static bool has_cells(const char *target)
{
    return is_family(target, "bump") || is_family(target, "step");
}

/* The word of one target of the study. */
static char *target_word(const plan *asked, long r, const long *m, long scale, uint64_t seed)
{
    const char *word = asked->target;
    unsigned long long drawn = seed;
    if (is_family(word, "expr")) { /* expr:FORMULA or expr:KEYS:FORMULA */
        const char *rest = word[4] == ':' ? word + 5 : word + 4, *colon = strchr(rest, ':');
        return nw_format("expr:%.*s%sr=%ld,m1=%ld,m2=%ld:%s", colon != NULL ? (int)(colon - rest) : 0, rest,
                         colon != NULL && colon > rest ? "," : "", r, m[0], m[1], colon != NULL ? colon + 1 : rest);
    }
    const char *colon = strchr(word, ':');
    const char *join = colon == NULL ? ":" : colon[1] == '\0' ? "" : ",";
    if (has_cells(word))
        return nw_format("%s%sr=%ld,n=%ld,M=%ld,signs=seed:%llu", word, join, r, m[0] + m[1], scale, drawn);
    if (is_family(word, "trig") || is_family(word, "tanhnet"))
        return nw_format("%s%sr=%ld,n=%ld,seed=%llu", word, join, r, m[0] + m[1], drawn);
    return nw_format("%s%sr=%ld,m1=%ld,m2=%ld,seed=%llu", word, join, r, m[0], m[1], drawn);
}

/* ---- members ---- */

static nw_status optional_integer(long *value, long standard, json_t *object, const char *key, long least,
                                  long greatest, nw_json_place place, nw_error *error)
{
    *value = standard;
    return json_object_get(object, key) == NULL
               ? NW_OK
               : nw_json_get_integer(value, object, key, least, greatest, place, error);
}

static nw_status optional_text(char **value, const char *standard, json_t *object, const char *key, nw_json_place place,
                               nw_error *error)
{
    const char *text = standard;
    nw_status status =
        json_object_get(object, key) == NULL ? NW_OK : nw_json_get_text(&text, object, key, place, error);
    *value = nw_copy_text(text);
    return status;
}

/* The text of a number > 0 in its shortest form; takes *text over. */
static nw_status canonical_number(char **text, const char *key, nw_json_place place, nw_error *error)
{
    fmpq_t value;
    nw_error problem;
    fmpq_init(value);
    nw_status status = nw_rational_parse(value, *text, &problem);
    if (status != NW_OK) {
        status = nw_json_refuse(place, key, problem.message, error);
    } else if (fmpq_sgn(value) <= 0) {
        status = nw_json_refuse(place, key, "must be a number > 0", error);
    } else {
        free(*text);
        *text = nw_rational_short(value);
    }
    fmpq_clear(value);
    return status;
}

static nw_status read_goals(plan *asked, json_t *object, nw_json_place place, nw_error *error)
{
    const char *key = json_object_get(object, "eps") != NULL ? "eps" : "theta";
    asked->goal_is_theta = strcmp(key, "theta") == 0;
    if (!asked->goal_is_theta && json_object_get(object, "theta") != NULL)
        return nw_json_refuse(place, "eps", "stands beside theta; give one of them", error);
    const json_t *goals = json_object_get(object, key);
    if (json_is_number(goals) || json_is_number(json_array_get(goals, 0)))
        return nw_json_refuse(place, key, "is exact and stands in quotes, such as \"0.25\" or [\"0.25\", \"1/3\"]",
                              error);
    nw_status status = nw_json_get_words(&asked->goals, object, key, "0.25", place, error);
    for (size_t i = 0; status == NW_OK && i < asked->goals.count; i++) {
        status = canonical_number(&asked->goals.words[i], key, place, error);
        for (size_t j = 0; status == NW_OK && j < i; j++)
            if (strcmp(asked->goals.words[i], asked->goals.words[j]) == 0)
                status = nw_json_refuse(place, key, "holds one number twice", error);
    }
    return status;
}

static nw_status read_cap(char **cap, json_t *object, const char *key, nw_json_place place, nw_error *error)
{
    nw_status status = optional_text(cap, "", object, key, place, error);
    return status == NW_OK && **cap != '\0' ? canonical_number(cap, key, place, error) : status;
}

/* "1:8", [1, 8], 4 or [4]; an ascending run, so that its ends say all. */
static nw_status read_k(plan *asked, json_t *object, nw_json_place place, nw_error *error)
{
    json_t *value = json_object_get(object, "k");
    if (json_is_array(value) && json_array_size(value) == 2) {
        json_t *first = json_array_get(value, 0), *last = json_array_get(value, 1);
        json_int_t from = json_integer_value(first), to = json_integer_value(last);
        if (!json_is_integer(first) || !json_is_integer(last) || from < 1 || to < from || to > LARGEST_K)
            return nw_json_refuse(place, "k", "is no range of integers from 1 to 4096, such as [1, 8] or \"1:8\"",
                                 error);
        asked->k.values = nw_alloc(2, sizeof *asked->k.values);
        asked->k.values[0] = (long)from;
        asked->k.values[1] = (long)to;
        asked->k.count = 2;
        return NW_OK;
    }
    nw_status status = nw_json_get_integers(&asked->k, object, "k", 1, LARGEST_K, "1:8", place, error);
    if (status != NW_OK)
        return status;
    long *values = asked->k.values;
    size_t last = asked->k.count - 1;
    bool run = asked->k.count > 0;
    for (size_t i = 1; run && i <= last; i++)
        run = values[i] == values[i - 1] + 1;
    if (!run)
        return nw_json_refuse(place, "k", "is no range of integers from 1 to 4096, such as [1, 8] or \"1:8\"", error);
    long most = values[last];
    asked->k.values = nw_grow(values, last + 2, sizeof *values);
    asked->k.values[1] = most;
    asked->k.count = 2;
    return NW_OK;
}

static nw_status read_tasks(plan *asked, json_t *object, nw_json_place place, nw_error *error)
{
    bool cells = has_cells(asked->target);
    nw_status status = optional_text(&asked->tasks, cells ? "centres" : "grid:9", object, "tasks", place, error);
    if (status != NW_OK)
        return status;
    const char *tasks = asked->tasks, *digits = tasks + 5;
    bool grid = strncmp(tasks, "grid:", 5) == 0 && strspn(digits, "0123456789") == strlen(digits) && *digits != '\0' &&
                *digits != '0' && strlen(digits) <= 4;
    if (strcmp(tasks, "centres") == 0 && !cells)
        return nw_json_refuse(place, "tasks", "is centres, which bump and step alone have; give grid:N or box", error);
    if (strcmp(tasks, "centres") != 0 && strcmp(tasks, "box") != 0 && !grid)
        return nw_json_refuse(place, "tasks", "is none of centres, grid:N (N from 1 to 4096) and box", error);
    return NW_OK;
}

static nw_status known_words(const nw_json_words *list, const char *const *words, const char *key, nw_json_place place,
                             nw_error *error)
{
    for (size_t i = 0; i < list->count; i++) {
        nw_guess guess = {.word = list->words[i]};
        size_t j = 0;
        for (; words[j] != NULL && strcmp(words[j], list->words[i]) != 0; j++)
            nw_guess_offer(&guess, words[j]);
        if (words[j] != NULL)
            continue;
        nw_text known = {0};
        for (j = 0; words[j] != NULL; j++)
            nw_text_addf(&known, "%s%s", j > 0 ? ", " : "", words[j]);
        char *why = nw_format("holds '%.40s'; expected %s", list->words[i], nw_text_string(&known));
        nw_status status = nw_json_refuse(place, key, why, error);
        free(why);
        nw_text_clear(&known);
        return status;
    }
    return NW_OK;
}

static nw_status read_format(json_t *object, nw_json_place place, nw_error *error)
{
    static const char *const keys[] = {"format", "version", "target", "r", "m", "scales", "theta", "eps", "targets",
                                       "activations", "hidden_layers", "output_bias", "methods", "k", "tasks", "l1",
                                       "l2", "starts", "largest_width", "seed", NULL};
    char *format = NULL;
    long version;
    nw_status status = nw_json_only(object, keys, place, error);
    if (status == NW_OK)
        status = optional_text(&format, "nwidth-study", object, "format", place, error);
    if (status == NW_OK && strcmp(format, "nwidth-study") != 0)
        status = nw_json_refuse(place, "format", "is not nwidth-study", error);
    if (status == NW_OK)
        status = optional_integer(&version, VERSION, object, "version", VERSION, VERSION, place, error);
    free(format);
    return status;
}

static nw_status read_targets(plan *asked, json_t *object, nw_json_place place, nw_error *error)
{
    nw_status status = optional_text(&asked->target, "bump", object, "target", place, error);
    if (status != NW_OK)
        return status;
    bool cells = has_cells(asked->target);
    status = nw_json_get_integers(&asked->orders, object, "r", 1, LARGEST_ORDER, "1", place, error);
    if (status == NW_OK)
        status = nw_json_get_pairs(&asked->pairs, object, "m", 1, NW_MOST_INPUTS - 1, "1+1", place, error);
    if (status == NW_OK)
        status = nw_json_get_integers(&asked->scales, object, "scales", 1, LARGEST_SCALE, cells ? "2,3,4" : "", place,
                                     error);
    if (status == NW_OK && (asked->orders.count == 0 || asked->pairs.count == 0))
        status = nw_json_refuse(place, asked->orders.count == 0 ? "r" : "m", "is empty", error);
    if (status == NW_OK && cells != (asked->scales.count > 0))
        status = nw_json_refuse(place, "scales",
                               cells ? "is empty, and the target has a scale M"
                                     : "is given, and bump and step alone have it",
                               error);
    if (status == NW_OK)
        status = optional_integer(&asked->targets, is_family(asked->target, "expr") ? 1 : DEFAULT_TARGETS, object,
                                  "targets", 1, NW_GAP_MOST_JOBS, place, error);
    if (status == NW_OK && is_family(asked->target, "expr") && asked->targets != 1)
        status = nw_json_refuse(place, "targets", "must be 1 for a formula, which draws nothing", error);
    if (status == NW_OK)
        status = optional_integer(&asked->seed, 1, object, "seed", 0, LARGEST_SEED, place, error);
    return status == NW_OK ? read_goals(asked, object, place, error) : status;
}

static bool has_method(const plan *asked, nw_gap_method method)
{
    for (size_t i = 0; i < asked->methods.count; i++)
        if (strcmp(asked->methods.words[i], nw_gap_method_words[method]) == 0)
            return true;
    return false;
}

/* What no measurement serves is said before any has begun. */
static nw_status methods_serve(const plan *asked, nw_json_place place, nw_error *error)
{
    bool q = has_method(asked, NW_GAP_Q_FREE) || has_method(asked, NW_GAP_Q_IDENTITY) ||
             has_method(asked, NW_GAP_Q_BOUNDED);
    for (size_t i = 0; q && i < asked->hidden_layers.count; i++)
        if (asked->hidden_layers.values[i] != 1)
            return nw_json_refuse(place, "hidden_layers", "must be 1 for q: give --methods g for two", error);
    if (strcmp(asked->tasks, "box") == 0 && (has_method(asked, NW_GAP_G) || has_method(asked, NW_GAP_Q_FREE)))
        return nw_json_refuse(place, "tasks", "is box, which g and q-free cannot serve: leave these methods out",
                              error);
    return NW_OK;
}

static nw_status read_networks(plan *asked, json_t *object, nw_json_place place, nw_error *error)
{
    nw_status status = nw_json_get_words(&asked->activations, object, "activations", "tanh", place, error);
    if (status == NW_OK)
        status = known_words(&asked->activations, nw_activation_words, "activations", place, error);
    if (status == NW_OK)
        status = nw_json_get_integers(&asked->hidden_layers, object, "hidden_layers", 1, 2, "1", place, error);
    if (status == NW_OK && asked->hidden_layers.count == 0)
        status = nw_json_refuse(place, "hidden_layers", "is empty", error);
    if (status == NW_OK && json_object_get(object, "output_bias") != NULL)
        status = nw_json_get_bool(&asked->output_bias, object, "output_bias", place, error);
    if (status == NW_OK)
        status = nw_json_get_words(&asked->methods, object, "methods", "g,q-free,q-identity,q-bounded", place, error);
    if (status == NW_OK)
        status = known_words(&asked->methods, nw_gap_method_words, "methods", place, error);
    if (status == NW_OK)
        status = read_k(asked, object, place, error);
    if (status == NW_OK)
        status = read_tasks(asked, object, place, error);
    if (status == NW_OK)
        status = methods_serve(asked, place, error);
    if (status == NW_OK)
        status = read_cap(&asked->l1, object, "l1", place, error);
    if (status == NW_OK)
        status = read_cap(&asked->l2, object, "l2", place, error);
    if (status == NW_OK)
        status = optional_integer(&asked->starts, DEFAULT_STARTS, object, "starts", 0, MOST_STARTS, place, error);
    return status == NW_OK ? optional_integer(&asked->largest_width, DEFAULT_WIDTH, object, "largest_width", 1,
                                              LARGEST_WIDTH, place, error)
                           : status;
}

/* ---- the resolved study ---- */

static json_t *integers_to_json(const nw_json_integers *list)
{
    json_t *array = json_array();
    for (size_t i = 0; i < list->count; i++)
        nw_json_append(array, json_integer(list->values[i]));
    return array;
}

static json_t *pairs_to_json(const nw_json_integers *list)
{
    json_t *array = json_array();
    for (size_t i = 0; i < list->count; i++) {
        const nw_json_integers pair = {.count = 2, .values = list->values + 2 * i};
        nw_json_append(array, integers_to_json(&pair));
    }
    return array;
}

static json_t *words_to_json(const nw_json_words *list)
{
    json_t *array = json_array();
    for (size_t i = 0; i < list->count; i++)
        nw_json_append(array, nw_json_string(list->words[i]));
    return array;
}

static json_t *resolve(const plan *asked)
{
    json_t *object = json_object();
    nw_json_put_text(object, "format", "nwidth-study");
    nw_json_put(object, "version", json_integer(VERSION));
    nw_json_put_text(object, "target", asked->target);
    nw_json_put(object, "r", integers_to_json(&asked->orders));
    nw_json_put(object, "m", pairs_to_json(&asked->pairs));
    nw_json_put(object, "scales", integers_to_json(&asked->scales));
    nw_json_put(object, asked->goal_is_theta ? "theta" : "eps", words_to_json(&asked->goals));
    nw_json_put(object, "targets", json_integer(asked->targets));
    nw_json_put(object, "activations", words_to_json(&asked->activations));
    nw_json_put(object, "hidden_layers", integers_to_json(&asked->hidden_layers));
    nw_json_put(object, "output_bias", json_boolean(asked->output_bias));
    nw_json_put(object, "methods", words_to_json(&asked->methods));
    nw_json_put(object, "k", integers_to_json(&asked->k));
    nw_json_put_text(object, "tasks", asked->tasks);
    nw_json_put_text(object, "l1", asked->l1);
    nw_json_put_text(object, "l2", asked->l2);
    nw_json_put(object, "starts", json_integer(asked->starts));
    nw_json_put(object, "largest_width", json_integer(asked->largest_width));
    nw_json_put(object, "seed", json_integer(asked->seed));
    return object;
}

/* As text, and the object is freed. */
static char *line_of(json_t *object)
{
    char *text = nw_study_line(object);
    json_decref(object);
    return text;
}

char *nw_gap_job_text(const nw_gap_job *job)
{
    return line_of(nw_gap_job_to_json(job));
}

char *nw_gap_record_text(const nw_gap_record *record)
{
    return line_of(nw_gap_record_to_json(record));
}

const nw_gap_job *nw_gap_job_at(const nw_study *study, size_t number)
{
    return (const nw_gap_job *)study->jobs + number;
}

/* ---- the jobs ---- */

/* The canonical words of the targets, for every pair, order and scale, and the seeds within. */
typedef struct target_words {
    size_t orders, scales, seeds;
    char **words;
} target_words;

static size_t at_least_one(size_t count)
{
    return count > 0 ? count : 1;
}

static char *word_at(const target_words *all, size_t pair, size_t order, size_t scale, size_t seed)
{
    return all->words[((pair * all->orders + order) * all->scales + scale) * all->seeds + seed];
}

/* Whether jobs of this target have tasks, and errors that fits reach. */
static nw_status check_target(const plan *asked, const nw_target *target, const long *m, nw_json_place place,
                              nw_error *error)
{
    /* Fits in double do not come closer than this to a target, whatever the width. */
    const double reach = 1e-6 * nw_target_amplitude(target);
    nw_error problem;
    fmpq_t eps;
    if (nw_tasks_check(asked->tasks, target, (size_t)m[0], (size_t)m[1], &problem) != NW_OK)
        return nw_fail(error, NW_BAD_INPUT, "%.300s: %.900s", place.file, problem.message);
    fmpq_init(eps);
    nw_status status = NW_OK;
    for (size_t i = 0; status == NW_OK && i < asked->goals.count; i++) {
        nw_rational_parse(eps, asked->goals.words[i], NULL); /* read before */
        if (asked->goal_is_theta)
            nw_target_fraction(eps, target, eps);
        if (nw_rational_below(eps) >= reach)
            continue;
        char *why = nw_format("holds %.60s, and fits in double precision do not reach below %.3g at %.200s",
                              asked->goals.words[i], reach, nw_target_word(target));
        status = nw_json_refuse(place, asked->goal_is_theta ? "theta" : "eps", why, error);
        free(why);
    }
    fmpq_clear(eps);
    return status;
}

static nw_status make_word(char **word, const plan *asked, size_t pair, size_t order, size_t scale, size_t seed,
                           nw_json_place place, nw_error *error)
{
    nw_target *target;
    nw_error problem;
    long cells = asked->scales.count > 0 ? asked->scales.values[scale] : 0;
    char *written = target_word(asked, asked->orders.values[order], asked->pairs.values + 2 * pair, cells,
                                (uint64_t)asked->seed + seed);
    nw_status status = nw_target_parse(&target, written, &problem);
    if (status == NW_OK) {
        *word = nw_copy_text(nw_target_word(target));
        status = check_target(asked, target, asked->pairs.values + 2 * pair, place, error);
        nw_target_free(target);
    } else {
        char *why = nw_format("gives %.200s: %.600s", written, problem.message);
        status = nw_json_refuse(place, "target", why, error);
        free(why);
    }
    free(written);
    return status;
}

static nw_status make_words(target_words *all, const plan *asked, nw_json_place place, nw_error *error)
{
    nw_status status = NW_OK;
    size_t pairs = asked->pairs.count, at = 0;
    all->orders = asked->orders.count;
    all->scales = at_least_one(asked->scales.count);
    all->seeds = (size_t)asked->targets;
    all->words = nw_alloc(pairs * all->orders * all->scales * all->seeds, sizeof *all->words);
    for (size_t pair = 0; pair < pairs; pair++)
        for (size_t order = 0; order < all->orders; order++)
            for (size_t scale = 0; scale < all->scales; scale++)
                for (size_t seed = 0; status == NW_OK && seed < all->seeds; seed++)
                    status = make_word(&all->words[at++], asked, pair, order, scale, seed, place, error);
    return status;
}

static void free_words(target_words *all, const plan *asked)
{
    size_t count = all->words == NULL ? 0 : asked->pairs.count * all->orders * all->scales * all->seeds;
    for (size_t i = 0; i < count; i++)
        free(all->words[i]);
    free(all->words);
}

static size_t index_of(const char *const *words, const char *word)
{
    size_t index = 0;
    while (strcmp(words[index], word) != 0)
        index++;
    return index;
}

/* What a method does not read is left out of its jobs, and so cannot change their results. */
static void set_method(nw_gap_job *job, const plan *asked)
{
    bool ranges = job->method == NW_GAP_Q_FREE || job->method == NW_GAP_Q_BOUNDED;
    bool caps = job->method == NW_GAP_Q_BOUNDED;
    size_t fixed = job->method == NW_GAP_Q_IDENTITY ? job->m2 : 0;
    job->k_least = ranges ? (size_t)asked->k.values[0] : fixed;
    job->k_most = ranges ? (size_t)asked->k.values[1] : fixed;
    job->l1 = nw_copy_text(caps ? asked->l1 : "");
    job->l2 = nw_copy_text(caps ? asked->l2 : "");
}

/* The seed of the search comes from the study's and the rest of the description. */
static void set_seed(nw_gap_job *job, uint64_t seed)
{
    job->seed = 0;
    char *description = nw_gap_job_text(job);
    job->seed = nw_random_mix(seed, nw_study_hash(description), 0);
    free(description);
}

/* The settings outside the scale. */
typedef struct setting {
    size_t pair, order, activation, layers, goal;
} setting;

static void add_job(nw_study *study, const plan *asked, const target_words *words, const setting *at, size_t scale,
                    size_t method, size_t seed)
{
    nw_gap_job *job = (nw_gap_job *)study->jobs + study->count++;
    job->method = (nw_gap_method)index_of(nw_gap_method_words, asked->methods.words[method]);
    job->target = nw_copy_text(word_at(words, at->pair, at->order, scale, seed));
    job->r = (int)asked->orders.values[at->order];
    job->m1 = (size_t)asked->pairs.values[2 * at->pair];
    job->m2 = (size_t)asked->pairs.values[2 * at->pair + 1];
    job->scale = asked->scales.count > 0 ? asked->scales.values[scale] : 0;
    fmpq_init(job->goal);
    nw_rational_parse(job->goal, asked->goals.words[at->goal], NULL); /* read before */
    job->goal_is_theta = asked->goal_is_theta;
    job->activation = nw_activation_find(asked->activations.words[at->activation]);
    job->hidden_layers = (size_t)asked->hidden_layers.values[at->layers];
    job->output_bias = asked->output_bias;
    job->tasks = nw_copy_text(asked->tasks);
    job->starts = (unsigned)asked->starts;
    job->largest_width = (size_t)asked->largest_width;
    job->target_seed = (uint64_t)asked->seed + seed;
    set_method(job, asked);
    set_seed(job, (uint64_t)asked->seed);
}

static void add_setting(nw_study *study, const plan *asked, const target_words *words, const setting *at)
{
    for (size_t scale = 0; scale < words->scales; scale++)
        for (size_t method = 0; method < asked->methods.count; method++)
            for (size_t seed = 0; seed < words->seeds; seed++)
                add_job(study, asked, words, at, scale, method, seed);
}

/* How many jobs there are, or more than the most. */
static size_t count_jobs(const plan *asked)
{
    const size_t factors[] = {asked->pairs.count,
                              asked->orders.count,
                              asked->activations.count,
                              asked->hidden_layers.count,
                              asked->goals.count,
                              at_least_one(asked->scales.count),
                              asked->methods.count,
                              (size_t)asked->targets};
    size_t count = 1;
    for (size_t i = 0; i < sizeof factors / sizeof factors[0] && count <= NW_GAP_MOST_JOBS; i++)
        count *= factors[i]; /* each is at most a million */
    return count;
}

static nw_status expand(nw_study *study, const plan *asked, nw_json_place place, nw_error *error)
{
    target_words words = {0};
    size_t count = count_jobs(asked);
    if (count > NW_GAP_MOST_JOBS)
        return nw_fail(error, NW_BAD_INPUT, "%.300s: expands into more than %d jobs", place.file, NW_GAP_MOST_JOBS);
    nw_status status = make_words(&words, asked, place, error);
    if (status == NW_OK) {
        study->jobs = nw_alloc(count, sizeof(nw_gap_job));
        setting at;
        for (at.pair = 0; at.pair < asked->pairs.count; at.pair++)
            for (at.order = 0; at.order < asked->orders.count; at.order++)
                for (at.activation = 0; at.activation < asked->activations.count; at.activation++)
                    for (at.layers = 0; at.layers < asked->hidden_layers.count; at.layers++)
                        for (at.goal = 0; at.goal < asked->goals.count; at.goal++)
                            add_setting(study, asked, &words, &at);
    }
    free_words(&words, asked);
    return status;
}

nw_status nw_gap_study_fill(nw_study *study, json_t *object, const char *file, nw_error *error)
{
    const nw_json_place place = {file, ""};
    plan asked = {0};
    nw_status status = read_format(object, place, error);
    if (status == NW_OK)
        status = read_targets(&asked, object, place, error);
    if (status == NW_OK)
        status = read_networks(&asked, object, place, error);
    if (status == NW_OK)
        status = expand(study, &asked, place, error);
    if (status == NW_OK)
        study->resolved = resolve(&asked);
    clear_plan(&asked);
    return status;
}

void nw_gap_study_empty(nw_study *study)
{
    nw_gap_job *jobs = study->jobs;
    for (size_t i = 0; i < study->count; i++)
        nw_gap_job_clear(&jobs[i]);
    free(jobs);
}

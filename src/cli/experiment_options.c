#include "cli/experiment_options.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/json_read.h"
#include "base/memory.h"

typedef enum member_kind { WORD, INTEGER, FLAG, WHETHER } member_kind;

enum {
    SYNTHETIC = 1 << NW_SYNTHETIC_DEPTH | 1 << NW_SYNTHETIC_EMBEDDING,
    ALL = (1 << NW_EXPERIMENT_COUNT) - 1,
    SHALLOW = 1 << NW_ASSUMPTION1 | 1 << NW_ASSUMPTION2,
    ROTATIONS = 1 << NW_ROTATION | 1 << NW_LR,
};

/* An option, the member of the settings it gives, and the experiments that know it. */
typedef struct member {
    const char *option, *key;
    member_kind kind;
    unsigned experiments;
} member;

static const member members[] = {
    {"preset", "preset", WORD, ALL},
    {"images", "inputs", WORD, ALL & ~SYNTHETIC},
    {"over", "over", WORD, 1 << NW_ROTATION},
    {"as-released", "as_released", FLAG, SHALLOW | ROTATIONS},
    {"budget", "budget", WORD, ALL & ~SHALLOW},
    {"types", "types", WORD, SYNTHETIC},
    {"methods", "methods", WORD, ALL & ~SHALLOW},
    {"values", "values", WORD, ALL & ~(1 << NW_ASSUMPTION1)},
    {"data", "data", WORD, ALL & ~SYNTHETIC},
    {"d-x", "x_size", INTEGER, SYNTHETIC},
    {"d-i", "i_size", INTEGER, SYNTHETIC},
    {"samples", "samples", INTEGER, ALL},
    {"test-samples", "test_samples", INTEGER, ALL},
    {"batch", "batch", INTEGER, ALL},
    {"points", "points", INTEGER, 1 << NW_COLORIZATION},
    {"epochs", "epochs", INTEGER, ALL},
    {"optimiser", "optimiser", WORD, ALL},
    {"rate", "rate", WORD, ALL & ~(1 << NW_LR)},
    {"momentum", "momentum", WORD, ALL},
    {"layers", "layers", INTEGER, 1 << NW_SYNTHETIC_EMBEDDING | ROTATIONS},
    {"inner-width", "inner_width", INTEGER, ALL & ~SHALLOW},
    {"hidden", "hidden", INTEGER, ALL & ~(1 << NW_ASSUMPTION2)},
    {"embedding-size", "embedding", INTEGER, ALL & ~SHALLOW},
    {"activation", "unit", WORD, ALL},
    {"biases", "biases", WHETHER, ALL},
    {"centred", "centred", FLAG, SYNTHETIC},
    {"repeats", "repeats", INTEGER, ALL},
    {"seed", "seed", INTEGER, ALL},
};

enum { MEMBERS = sizeof members / sizeof members[0] };

/* ---- options as members ---- */

static nw_status not_known(const member *m, nw_experiment experiment, nw_error *error)
{
    nw_text knowing = {0};
    for (int i = 0; i < NW_EXPERIMENT_COUNT; i++)
        if ((m->experiments >> i & 1) != 0)
            nw_text_addf(&knowing, "%s%s", knowing.length > 0 ? ", " : "", nw_experiment_cards[i].name);
    nw_status status = nw_fail(error, NW_BAD_INPUT, "--%s means nothing to the experiment %s; it is for %s", m->option,
                               nw_experiment_cards[experiment].name, nw_text_string(&knowing));
    nw_text_clear(&knowing);
    return status;
}

static nw_status put_integer(json_t *object, const member *m, const char *text, nw_error *error)
{
    enum { MOST_DIGITS = 11 };
    size_t length = strspn(text, "0123456789");
    if (length == 0 || length > MOST_DIGITS || text[length] != '\0')
        return nw_fail(error, NW_BAD_INPUT, "--%s %.40s: expected an integer", m->option, text);
    nw_json_put(object, m->key, json_integer(strtol(text, NULL, 10)));
    return NW_OK;
}

static nw_status put(json_t *object, const member *m, const char *text, nw_error *error)
{
    switch (m->kind) {
    case INTEGER:
        return put_integer(object, m, text, error);
    case FLAG:
        nw_json_put(object, m->key, json_true());
        return NW_OK;
    case WHETHER:
        if (strcmp(text, "yes") != 0 && strcmp(text, "no") != 0)
            return nw_fail(error, NW_BAD_INPUT, "--%s %.40s: expected yes or no", m->option, text);
        nw_json_put(object, m->key, json_boolean(text[0] == 'y'));
        return NW_OK;
    default:
        nw_json_put_text(object, m->key, text);
        return NW_OK;
    }
}

static nw_status options_to_json(json_t *object, nw_experiment experiment, const nw_options *options, nw_error *error)
{
    for (size_t i = 0; i < MEMBERS; i++) {
        const char *text = nw_options_text(options, members[i].option);
        if (text == NULL)
            continue;
        nw_status status = (members[i].experiments >> experiment & 1) == 0
                               ? not_known(&members[i], experiment, error)
                               : put(object, &members[i], text, error);
        if (status != NW_OK)
            return status;
    }
    if (json_object_get(object, "data") != NULL) /* other files have another mark */
        nw_json_put_text(object, "data_mark", "");
    return NW_OK;
}

/* ---- settings ---- */

static const char place[] = "the options";

/* "the options: x_size is 0 ..." becomes "--d-x is 0 ...". */
static void name_option(nw_error *error)
{
    const size_t skip = sizeof place - 1 + 2;
    if (strncmp(error->message, place, sizeof place - 1) != 0 || strlen(error->message) < skip)
        return;
    const char *rest = error->message + skip;
    size_t length = strcspn(rest, " ");
    for (size_t i = 0; i < MEMBERS; i++)
        if (strlen(members[i].key) == length && strncmp(members[i].key, rest, length) == 0) {
            char *why = nw_copy_text(rest + length);
            nw_fail(error, error->status, "--%s%s", members[i].option, why);
            free(why);
            return;
        }
}

static nw_status no_experiment(const char *name, nw_error *error)
{
    nw_guess guess = {.word = name};
    for (int i = 0; i < NW_EXPERIMENT_COUNT; i++)
        nw_guess_offer(&guess, nw_experiment_cards[i].name);
    if (guess.nearest != NULL)
        return nw_fail(error, NW_BAD_INPUT,
                       "there is no experiment '%.60s'; did you mean '%s'? see 'nwidth experiment list'", name,
                       guess.nearest);
    return nw_fail(error, NW_BAD_INPUT, "there is no experiment '%.60s'; see 'nwidth experiment list'", name);
}

static nw_status read_file(nw_setting_of_experiment *setting, const char *file, nw_error *error)
{
    json_t *document = NULL;
    const char *name;
    nw_status status = nw_json_load(&document, file, error);
    if (status == NW_OK)
        status = nw_json_get_text(&name, document, "experiment", (nw_json_place){file, ""}, error);
    if (status == NW_OK) {
        nw_experiment experiment = nw_experiment_find(name);
        nw_experiment_defaults(setting, experiment < NW_EXPERIMENT_COUNT ? experiment : NW_SYNTHETIC_DEPTH);
        status = nw_experiment_from_json(setting, document, file, error);
    }
    json_decref(document);
    return status;
}

nw_status nw_experiment_options_read(nw_setting_of_experiment *setting, const nw_options *options, nw_error *error)
{
    *setting = (nw_setting_of_experiment){0};
    if (options->operand_count == 0)
        return nw_fail(error, NW_BAD_INPUT, "which experiment? see 'nwidth experiment list'");
    if (options->operand_count > 1)
        return nw_fail(error, NW_BAD_INPUT, "experiment takes one name; what else it needs are options");
    const char *name = options->operands[0];
    nw_experiment experiment = nw_experiment_find(name);
    nw_status status = NW_OK;
    if (experiment < NW_EXPERIMENT_COUNT)
        nw_experiment_defaults(setting, experiment);
    else
        status = access(name, F_OK) == 0 ? read_file(setting, name, error) : no_experiment(name, error);
    if (status != NW_OK)
        return status;
    json_t *object = json_object();
    status = options_to_json(object, setting->experiment, options, error);
    if (status == NW_OK) {
        status = nw_experiment_from_json(setting, object, place, error);
        if (status != NW_OK)
            name_option(error);
    }
    json_decref(object);
    return status;
}

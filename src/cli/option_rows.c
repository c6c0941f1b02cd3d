#include "cli/option_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/config.h"

enum { DEFAULT_PRECISION = 128, LEAST_PRECISION = 53, GREATEST_PRECISION = 1048576 };
enum { DEFAULT_DIGITS = 10, GREATEST_DIGITS = 10000 };
enum { GREATEST_WIDTH = 4096, DEFAULT_LARGEST_WIDTH = 256 };
enum { GREATEST_F_WIDTH = 256, DEFAULT_LARGEST_F_WIDTH = 16 };
enum { DEFAULT_STARTS = 24, GREATEST_COUNT = 1000000, GREATEST_THREADS = 4096 };

void nw_option_defaults(nw_options *options)
{
    options->precision = DEFAULT_PRECISION;
    options->digits = DEFAULT_DIGITS;
    options->work = (nw_work_options){.activation = NW_TANH,
                                      .hidden_layers = 1,
                                      .largest_width = DEFAULT_LARGEST_WIDTH,
                                      .starts = DEFAULT_STARTS,
                                      .targets = 1,
                                      .f_layers = 1,
                                      .largest_f_width = DEFAULT_LARGEST_F_WIDTH,
                                      .seed = 1};
}

/* ---- reading values ---- */

static nw_status set_integer(long *result, const char *name, const char *value, long least, long greatest,
                             nw_error *error)
{
    size_t length = strspn(value, "0123456789");
    long number = length > 0 && length < 12 && value[length] == '\0' ? strtol(value, NULL, 10) : least - 1;
    if (number < least || number > greatest)
        return nw_fail(error, NW_BAD_INPUT, "--%s %.40s: expected an integer from %ld to %ld", name, value, least,
                       greatest);
    *result = number;
    return NW_OK;
}

static nw_status set_text(const char **result, const char *value)
{
    *result = value;
    return NW_OK;
}

static nw_status set_true(bool *result)
{
    *result = true;
    return NW_OK;
}

/* A setter of the table for one field; those that keep a text or set a flag cannot fail. */
#define INTEGER(field, name, least, greatest)                                                                          \
    static nw_status set_##name(nw_options *options, const char *value, nw_error *error)                               \
    {                                                                                                                  \
        return set_integer(&options->field, #name, value, least, greatest, error);                                     \
    }
#define TEXT(field, name)                                                                                              \
    static nw_status set_##name(nw_options *options, const char *value, nw_error *error)                               \
    {                                                                                                                  \
        (void)error;                                                                                                   \
        return set_text(&options->field, value);                                                                       \
    }
#define FLAG(field, name)                                                                                              \
    static nw_status set_##name(nw_options *options, const char *value, nw_error *error)                               \
    {                                                                                                                  \
        (void)value;                                                                                                   \
        (void)error;                                                                                                   \
        return set_true(&options->field);                                                                              \
    }

TEXT(output, output)
INTEGER(precision, prec, LEAST_PRECISION, GREATEST_PRECISION)
INTEGER(digits, digits, 1, GREATEST_DIGITS)
FLAG(quiet, quiet)
FLAG(explain, explain)
FLAG(help, help)
TEXT(work.target, target)
TEXT(work.eps, eps)
TEXT(work.theta, theta)
INTEGER(work.width, width, 1, GREATEST_WIDTH)
INTEGER(work.starts, starts, 0, GREATEST_COUNT)
FLAG(work.no_output_bias, no_output_bias)
FLAG(work.no_polish, no_polish)
INTEGER(work.targets, targets, 1, GREATEST_COUNT)
FLAG(work.recheck, recheck)
INTEGER(work.threads, threads, 1, GREATEST_THREADS)
TEXT(work.scales, scales)
TEXT(work.save, save)
TEXT(work.tolerance, tolerance)
TEXT(work.domain, domain)
INTEGER(work.budget, budget, 1, 1000000000)
TEXT(work.certificate, certificate)
FLAG(work.no_checksum, no_checksum)
TEXT(work.orders, orders)
TEXT(work.pairs, pairs)
TEXT(work.activations, activations)
TEXT(work.layer_list, layer_list)
TEXT(work.methods, methods)
TEXT(work.k, k)
TEXT(work.tasks, tasks)
TEXT(work.l1, l1)
TEXT(work.l2, l2)
TEXT(work.study_file, out)
FLAG(work.output_bias, output_bias)
FLAG(work.no_resume, no_resume)
FLAG(work.print_study, print_study)
INTEGER(work.m1, m1, 1, NW_FIT_INPUTS - 1)
INTEGER(work.m2, m2, 1, NW_FIT_INPUTS - 1)

static nw_status set_embedding(nw_options *options, const char *value, nw_error *error)
{
    static const char *const words[] = {[NW_EMBED_FREE] = "free", [NW_EMBED_PLACE] = "identity",
                                        [NW_EMBED_NETWORK] = "bounded"};
    for (size_t kind = 0; kind < sizeof words / sizeof words[0]; kind++)
        if (strcmp(value, words[kind]) == 0) {
            options->work.embedding = (nw_embedding)kind;
            return NW_OK;
        }
    return nw_fail(error, NW_BAD_INPUT, "--embedding %.40s: expected free, identity or bounded", value);
}

static nw_status set_hidden_layers(nw_options *options, const char *value, nw_error *error)
{
    return set_integer(&options->work.hidden_layers, "hidden-layers", value, 1, 2, error);
}

static nw_status set_f_width(nw_options *options, const char *value, nw_error *error)
{
    return set_integer(&options->work.f_width, "f-width", value, 1, GREATEST_F_WIDTH, error);
}

static nw_status set_f_layers(nw_options *options, const char *value, nw_error *error)
{
    return set_integer(&options->work.f_layers, "f-layers", value, 1, 2, error);
}

static nw_status set_max_f_width(nw_options *options, const char *value, nw_error *error)
{
    return set_integer(&options->work.largest_f_width, "max-f-width", value, 1, GREATEST_F_WIDTH, error);
}

static nw_status set_varies(nw_options *options, const char *value, nw_error *error)
{
    for (int form = 0; form < NW_HYPER_FORM_COUNT; form++)
        if (strcmp(value, nw_hyper_form_words[form]) == 0) {
            options->work.varies = (nw_hyper_form)form;
            return NW_OK;
        }
    return nw_fail(error, NW_BAD_INPUT, "--varies %.40s: expected all, shift or outputs", value);
}

static nw_status set_max_width(nw_options *options, const char *value, nw_error *error)
{
    return set_integer(&options->work.largest_width, "max-width", value, 1, GREATEST_WIDTH, error);
}

static nw_status set_seed(nw_options *options, const char *value, nw_error *error)
{
    long seed = 0;
    nw_status status = set_integer(&seed, "seed", value, 0, 99999999999, error);
    options->work.seed = (uint64_t)seed;
    return status;
}

static nw_status set_no_provenance(nw_options *options, const char *value, nw_error *error)
{
    (void)value;
    (void)error;
    options->provenance = false;
    return NW_OK;
}

static nw_status set_format(nw_options *options, const char *value, nw_error *error)
{
    options->style = nw_style_find(value);
    if (options->style != NW_STYLE_COUNT && (options->command->styles & NW_STYLE_BIT(options->style)) != 0)
        return NW_OK;
    char *words = nw_words_text(nw_style_words, options->command->styles);
    nw_status status =
        nw_fail(error, NW_BAD_INPUT, "--format %.40s: %s writes %s", value, options->command->name, words);
    free(words);
    return status;
}

static nw_status set_activation(nw_options *options, const char *value, nw_error *error)
{
    options->work.activation = nw_activation_find(value);
    if (options->work.activation != NW_ACTIVATION_COUNT)
        return NW_OK;
    char *words = nw_words_text(nw_activation_words, 0);
    nw_status status = nw_fail(error, NW_BAD_INPUT, "--activation %.40s: expected %s", value, words);
    free(words);
    return status;
}

static nw_status set_config(nw_options *options, const char *value, nw_error *error)
{
    if (options->config != NULL)
        return nw_fail(error, NW_BAD_INPUT, "--config is given twice");
    return nw_config_read(&options->config, value, error);
}

/* Its command reads the text with nw_options_text. */
static nw_status keep(nw_options *options, const char *value, nw_error *error)
{
    (void)options;
    (void)value;
    (void)error;
    return NW_OK;
}

/* ---- the table ---- */

const nw_option_row nw_option_rows[NW_OPTION_ROWS] = {
    {"target", 't', "WORD", NULL, "the function y: a family and its keys, such as bump:r=1,M=8,signs=seed:7",
     NW_TAKES_TARGET | NW_TAKES_STUDY, set_target, false, false},
    {"r", 0, "LIST", "1..16, default 1", "orders r", NW_TAKES_STUDY, set_orders, false, false},
    {"m", 0, "LIST", "as 1+1,2+1; default 1+1", "numbers of inputs m1 and m2", NW_TAKES_STUDY, set_pairs, false,
     false},
    {"eps", 0, "E", "a number > 0", "the error to reach", NW_TAKES_GOAL, set_eps, false, false},
    {"theta", 0, "F", "a number > 0", "the error to reach as a fraction of the target's amplitude", NW_TAKES_GOAL,
     set_theta, false, false},
    {"width", 'w', "W", "an integer from 1 to 4096", "units of each hidden layer", NW_TAKES_WIDTH, set_width, false,
     false},
    {"m1", 0, "A", "an integer from 1 to 3", "how many of the target's inputs are x, the first ones; the rest are the "
     "task's", NW_TAKES_SPLIT, set_m1, false, false},
    {"m2", 0, "B", "an integer from 1 to 3", "how many of the target's inputs are the task's, the last ones",
     NW_TAKES_SPLIT, set_m2, false, false},
    {"f-width", 0, "V", "an integer from 1 to 256", "fit hyper: units of each hidden layer of f", NW_TAKES_HYPER,
     set_f_width, false, false},
    {"f-layers", 0, "L", "1 or 2, default 1", "fit hyper: hidden layers of f, of equal width", NW_TAKES_HYPER,
     set_f_layers, false, false},
    {"max-f-width", 0, "V", "1..256, default 16", "fit hyper: the largest width of f that is tried", NW_TAKES_HYPER,
     set_max_f_width, false, false},
    {"varies", 0, "WHAT", "all, shift or outputs", "fit hyper: which weights of g depend on the task: all, biases and "
     "output weights, or output weights", NW_TAKES_HYPER, set_varies, false, false},
    {"activation", 0, "S", "tanh, logistic, arctan, crelu, relu, elu or identity",
     "activation of the hidden layers; without the option tanh", NW_TAKES_FIT, set_activation, false, false},
    {"activation", 0, "S", "relu or crelu", "activation of the hidden layers; without the option the card's",
     NW_TAKES_CONSTRUCT, keep, false, false},
    {"as", 0, "FORM", "network or embedding", "mcshane: one network, or an embedding method q(x, e(I))",
     NW_TAKES_CONSTRUCT, keep, false, false},
    {"activation", 0, "LIST", "tanh, logistic, arctan, crelu, relu, elu or identity",
     "activations of the hidden layers; without the option tanh", NW_TAKES_STUDY, set_activations, false, false},
    {"hidden-layers", 0, "LIST", "1 or 2 or both, default 1", "hidden layers, of equal width", NW_TAKES_STUDY,
     set_layer_list, false, false},
    {"output-bias", 0, NULL, NULL, "a bias in the last layer, which the paper's networks do not have", NW_TAKES_STUDY,
     set_output_bias, false, false},
    {"methods", 0, "LIST", "g, q-free, q-identity or q-bounded", "what is measured; without the option all",
     NW_TAKES_STUDY, set_methods, false, false},
    {"k", 0, "RANGE", "1..4096, default 1:8", "dimensions of the embedding, for q-free and q-bounded",
     NW_TAKES_STUDY | NW_TAKES_EMBEDDING, set_k, false, false},
    {"embedding", 0, "KIND", "free, identity or bounded, default free",
     "width q: e a free row for each task, e(I) = I, or a network with C(e) <= --l1", NW_TAKES_EMBEDDING, set_embedding,
     false, false},
    {"tasks", 0, "TASKS", "centres, grid:N or box", "the tasks I; without the option the centres of bumps, else grid:9",
     NW_TAKES_STUDY | NW_TAKES_EMBEDDING, set_tasks, false, false},
    {"l1", 0, "L", "a number > 0", "the largest C(e) of q-bounded; without the option none",
     NW_TAKES_STUDY | NW_TAKES_EMBEDDING, set_l1, false, false},
    {"l2", 0, "L", "a number > 0", "the largest C(q) of q-bounded; without the option none",
     NW_TAKES_STUDY | NW_TAKES_EMBEDDING, set_l2, false, false},
    {"hidden-layers", 0, "L", "1 or 2, default 1", "hidden layers, of equal width", NW_TAKES_FIT, set_hidden_layers,
     false, false},
    {"no-output-bias", 0, NULL, NULL, "no bias in the last layer, as in the paper's networks", NW_TAKES_FIT,
     set_no_output_bias, false, false},
    {"starts", 0, "K", "0..1000000, default 24", "other starts at a width that the first ones do not serve",
     NW_TAKES_FIT | NW_TAKES_STUDY, set_starts, false, false},
    {"seed", 0, "S", "0..99999999999, default 1", "seed of everything that is drawn",
     NW_TAKES_FIT | NW_TAKES_STUDY | NW_TAKES_EXPERIMENT | NW_TAKES_AUDIT, set_seed, false, false},
    {"no-polish", 0, NULL, NULL, "leave out the minimax polish", NW_TAKES_FIT, set_no_polish, false, false},
    {"targets", 0, "N", "1..1000000, default 1, of gap 5", "search for N targets: the word with N seeds in a row",
     NW_TAKES_SEARCH | NW_TAKES_STUDY, set_targets, false, false},
    {"scales", 0, "LIST", "1..4096, as 2,3,4 or 2:16", "search at each of these scales M of the target",
     NW_TAKES_SEARCH | NW_TAKES_STUDY, set_scales, false, false},
    {"recheck", 0, NULL, NULL, "search again with five times the starts, and say how many widths moved",
     NW_TAKES_SEARCH, set_recheck, false, false},
    {"threads", 0, "P", "1..4096, default all cores", "threads; the results do not depend on it",
     NW_TAKES_SEARCH | NW_TAKES_JOBS | NW_TAKES_REPRODUCE, set_threads, false, false},
    {"max-width", 0, "W", "1..4096, default 256", "the largest width that is tried",
     NW_TAKES_SEARCH | NW_TAKES_STUDY, set_max_width, false, false},
    {"save", 0, "PATH", NULL, "fit: write the network to the file PATH; width and construct: write networks and "
     "certificates into the folder PATH; audit: write what a claim builds into the folder PATH", NW_TAKES_SAVE,
     set_save, false, false},
    {"quick", 0, NULL, NULL, "fewer settings and smaller samples: each claim in less than a minute", NW_TAKES_AUDIT,
     keep, false, false},
    {"tol", 0, "T", "a number > 0, default 0.01", "relative width of the enclosure", NW_TAKES_TOLERANCE, set_tolerance,
     false, false},
    {"domain", 0, "BOX", "LOW:HIGH for every axis, or one number, with commas",
     "the box, in place of [-1,1]^n; ends are rounded outward to doubles", NW_TAKES_CERTIFICATE, set_domain, false,
     false},
    {"budget", 0, "BOXES", "an integer from 1 to 1000000000", "give up after that many boxes", NW_TAKES_BUDGET,
     set_budget, false, false},
    {"certificate", 0, "FILE", NULL, "write the certificate to FILE; - writes none", NW_TAKES_CERTIFICATE,
     set_certificate, false, false},
    {"no-checksum", 0, NULL, NULL, "check the mathematics alone", NW_TAKES_CHECKSUM, set_no_checksum, false, false},
    {"preset", 0, "P", "paper, quick or tiny", "settings: the paper's, without the option; for a laptop, in minutes; "
     "for a look, in seconds", NW_TAKES_EXPERIMENT, keep, false, false},
    {"preset", 0, "P", "quick, paper or tiny, default quick",
     "how much is done: less than half an hour, days, a minute", NW_TAKES_REPRODUCE, keep, false, false},
    {"parts", 0, "LIST", "theorems, widths, gap, audit or experiments", "what is made; without the option all",
     NW_TAKES_REPRODUCE, keep, false, false},
    {"data", 0, "DIR", NULL, "the folder of the images: the files of MNIST or Fashion-MNIST, or of CIFAR-10; without "
     "it nwidth draws images", NW_TAKES_EXPERIMENT | NW_TAKES_REPRODUCE, keep, false, false},
    {"images", 0, "KIND", "grey, colour or uniform", "the inputs: grey or colour images, or numbers drawn from [-1, 1]",
     NW_TAKES_EXPERIMENT, keep, false, false},
    {"types", 0, "LIST", "I, II or III", "targets of the synthetic experiments; without the option all",
     NW_TAKES_EXPERIMENT, keep, false, false},
    {"methods", 0, "LIST", "hypernetwork or embedding", "what is trained; without the option both",
     NW_TAKES_EXPERIMENT, keep, false, false},
    {"over", 0, "AXIS", "layers or size", "rotation: over the layers k of f and e, or the size i of e(I)",
     NW_TAKES_EXPERIMENT, keep, false, false},
    {"values", 0, "RANGE", "as 2,3,5 or 2:9", "values on the axis: k, i, width or j", NW_TAKES_EXPERIMENT, keep, false,
     false},
    {"samples", 0, "N", "1..10000000", "training samples; colorization: training images", NW_TAKES_EXPERIMENT, keep,
     false, false},
    {"test-samples", 0, "N", "1..10000000", "test samples; colorization: test images", NW_TAKES_EXPERIMENT, keep,
     false, false},
    {"batch", 0, "B", "1..65536", "samples of a step; colorization: images", NW_TAKES_EXPERIMENT, keep, false,
     false},
    {"points", 0, "N", "1..1024", "colorization: pixels of an image in a step", NW_TAKES_EXPERIMENT, keep, false,
     false},
    {"epochs", 0, "N", "1..100000", "passes over the training samples", NW_TAKES_EXPERIMENT, keep, false, false},
    {"optimiser", 0, "NAME", "sgd, adam or adadelta", "how the weights are changed", NW_TAKES_EXPERIMENT, keep, false,
     false},
    {"rate", 0, "R", "a decimal > 0", "learning rate", NW_TAKES_EXPERIMENT, keep, false, false},
    {"momentum", 0, "M", "a decimal >= 0 and < 1", "momentum of sgd", NW_TAKES_EXPERIMENT, keep, false, false},
    {"repeats", 0, "N", "1..10000", "trainings of each point, with seeds of their own", NW_TAKES_EXPERIMENT, keep,
     false, false},
    {"d-x", 0, "D", "1..100000", "synthetic: numbers in x", NW_TAKES_EXPERIMENT, keep, false, false},
    {"d-i", 0, "D", "1..100000", "synthetic: numbers in I", NW_TAKES_EXPERIMENT, keep, false, false},
    {"layers", 0, "K", "2..14", "layers of f and e where they are not the axis", NW_TAKES_EXPERIMENT, keep, false,
     false},
    {"inner-width", 0, "W", "1..65536", "units of the hidden layers of f and e", NW_TAKES_EXPERIMENT, keep, false,
     false},
    {"hidden", 0, "W", "1..65536", "hidden units of g and q, or of the shallow networks", NW_TAKES_EXPERIMENT, keep,
     false, false},
    {"embedding-size", 0, "E", "1..1000000", "numbers in e(I), at i = 1 where they grow with i", NW_TAKES_EXPERIMENT,
     keep, false, false},
    {"activation", 0, "S", "tanh, logistic, arctan, crelu, relu, elu or identity",
     "activation of g, q and the shallow networks", NW_TAKES_EXPERIMENT, keep, false, false},
    {"biases", 0, "WHETHER", "yes or no", "biases in f, e, q and the shallow networks; g never has any",
     NW_TAKES_EXPERIMENT, keep, false, false},
    {"centred", 0, NULL, NULL, "synthetic: the informative variant of the targets",
     NW_TAKES_EXPERIMENT, keep, false, false},
    {"as-released", 0, NULL, NULL, "take the side of the paper's released code where it differs from the paper",
     NW_TAKES_EXPERIMENT, keep, false, false},
    {"budget", 0, "BUDGET", "paper or equal", "parameters of q and e: the experiment's own, or those of g and f",
     NW_TAKES_EXPERIMENT, keep, false, false},
    {"counts", 0, NULL, NULL, "print the numbers of parameters beside the paper's formulas, and train nothing",
     NW_TAKES_EXPERIMENT, keep, false, false},
    {"out", 0, "FILE", NULL, "the SQLite file the study is kept in, made when it is not there", NW_TAKES_JOBS, set_out,
     false, false},
    {"no-resume", 0, NULL, NULL, "refuse a file that is there already", NW_TAKES_JOBS, set_no_resume, false, false},
    {"print-study", 0, NULL, NULL, "print the study with all its defaults, a study file in its turn, and run nothing",
     NW_TAKES_JOBS, set_print_study, false, false},
    {"format", 'f', "FORMAT", NULL, "how to write: ", NW_TAKES_OUTPUT, set_format, true, false},
    {"output", 'o', "FILE", NULL, "write to FILE, whole or not at all; - is standard output", NW_TAKES_OUTPUT,
     set_output, false, false},
    {"prec", 0, "BITS", "53..1048576, default 128", "first working precision; raised until the result is proven",
     NW_TAKES_PRECISION, set_prec, false, false},
    {"digits", 0, "D", "1..10000, default 10", "significant digits of real-valued results", NW_TAKES_DIGITS,
     set_digits, false, false},
    {"quiet", 'q', NULL, NULL, "text: only the statement, or the table with its notes", NW_TAKES_QUIET, set_quiet,
     false, false},
    {"explain", 0, NULL, NULL, "say what is claimed and how it is checked, and check nothing", NW_TAKES_EXPLAIN,
     set_explain, false, false},
    {"no-provenance", 0, NULL, NULL, "leave out version, command line, precision and times", NW_TAKES_OUTPUT,
     set_no_provenance, false, false},
    {"config", 0, "FILE", NULL, "read options from FILE, lines of NAME = VALUE; those of the command line win",
     NW_TAKES_OUTPUT, set_config, false, true},
    {"help", 'h', NULL, NULL, "print this help", 0, set_help, false, true},
};

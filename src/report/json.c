#include "report/json.h"

#include "nwidth.h"

json_t *nw_json_head(const nw_origin *origin)
{
    json_t *head = json_object();
    nw_json_put_text(head, "nwidth", nw_version());
    if (origin == NULL)
        return head;
    json_t *command = json_array();
    for (size_t i = 0; i < origin->count; i++)
        nw_json_append(command, nw_json_string(origin->command[i]));
    nw_json_put(head, "command", command);
    if (origin->precision > 0)
        nw_json_put(head, "precision", json_integer(origin->precision));
    return head;
}

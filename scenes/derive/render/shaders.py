"""The programs that run on the graphics card, in GLSL 3.30."""

SURFACE_VERTEX = """
#version 330
uniform mat4 matrix;
in vec3 in_position; in vec3 in_normal; in vec2 in_uv; in vec4 in_colour;
out vec3 position; out vec3 normal; out vec2 uv; out vec4 colour;
void main() {
    position = in_position; normal = in_normal; uv = in_uv; colour = in_colour;
    gl_Position = matrix * vec4(in_position, 1.0);
}
"""

ALPHA = """
uniform int alpha_mode; uniform float cutoff; uniform float ceiling;
float threshold() {
    ivec2 cell = ivec2(gl_FragCoord.xy) & 3;
    int at = ((cell.x ^ cell.y) & 1) * 8 + (cell.y & 1) * 4 + (((cell.x ^ cell.y) >> 1) & 1) * 2 + ((cell.y >> 1) & 1);
    return (float(at) + 0.5) / 16.0;
}
void keep(float alpha, float height) {
    if (height > ceiling) discard;
    if (alpha_mode == 1 && alpha < cutoff) discard;
    if (alpha_mode == 2 && alpha < threshold()) discard;
}
"""

SURFACE_FRAGMENT = (
    """
#version 330
uniform sampler2D base; uniform sampler2D bumps; uniform sampler2D rough;
uniform vec4 tint; uniform vec2 surface; uniform vec3 eye; uniform float bump; uniform int flat_shaded;
uniform int unlit; uniform int cut;
in vec3 position; in vec3 normal; in vec2 uv; in vec4 colour;
layout(location = 0) out vec4 out_albedo;
layout(location = 1) out vec4 out_normal;
layout(location = 2) out vec4 out_position;
"""
    + ALPHA
    + """
vec3 bent(vec3 n, vec3 dx, vec3 dy) {
    vec2 du = dFdx(uv), dv = dFdy(uv);
    vec3 t = cross(dy, n) * du.x + cross(n, dx) * dv.x;
    vec3 b = cross(dy, n) * du.y + cross(n, dx) * dv.y;
    float scale = inversesqrt(max(max(dot(t, t), dot(b, b)), 1e-30));
    vec3 m = texture(bumps, uv).xyz * 2.0 - 1.0;
    m.xy *= bump;
    return normalize(t * scale * m.x - b * scale * m.y + n * m.z);
}
void main() {
    vec4 texel = texture(base, uv);
    vec3 curved = pow((texel.rgb + 0.055) / 1.055, vec3(2.4));
    vec4 sampled = vec4(mix(texel.rgb / 12.92, curved, step(0.04045, texel.rgb)), texel.a) * tint * colour;
    vec3 dx = dFdx(position), dy = dFdy(position);
    keep(sampled.a, position.y);
    vec3 facet = cross(dx, dy);
    facet = dot(facet, facet) > 0.0 ? normalize(facet) : vec3(0.0, 1.0, 0.0);
    if (dot(facet, eye - position) < 0.0) facet = -facet;
    vec3 n = flat_shaded == 1 || dot(normal, normal) < 0.01 ? facet : normalize(normal);
    if (dot(n, facet) < 0.0) n = -n;
    if (bump > 0.0) n = bent(n, dx, dy);
    vec4 extra = texture(rough, uv);
    bool inside = cut == 1 && !gl_FrontFacing;
    out_albedo = vec4(inside ? vec3(0.035) : sampled.rgb, 1.0);
    out_normal = vec4(unlit == 1 ? vec3(0.0) : inside ? vec3(0.0, 1.0, 0.0) : n, surface.x * extra.g);
    out_position = vec4(position, surface.y * extra.b);
}
"""
)

SPLAT_VERTEX = """
#version 330
uniform mat4 matrix; uniform float pixels; uniform vec3 eye; uniform int parallel;
in vec3 in_position; in vec3 in_normal; in vec4 in_colour; in float in_radius;
out vec3 position; out vec3 normal; out vec4 colour; out float radius;
void main() {
    position = in_position; colour = in_colour; radius = in_radius;
    normal = dot(in_normal, eye - in_position) < 0.0 ? -in_normal : in_normal;
    gl_Position = matrix * vec4(in_position, 1.0);
    gl_PointSize = clamp(2.0 * in_radius * pixels / (parallel == 1 ? 1.0 : gl_Position.w), 1.0, 200.0);
}
"""

SPLAT_FRAGMENT = (
    """
#version 330
uniform vec3 across; uniform vec3 upwards; uniform vec3 eye;
in vec3 position; in vec3 normal; in vec4 colour; in float radius;
layout(location = 0) out vec4 out_albedo;
layout(location = 1) out vec4 out_normal;
layout(location = 2) out vec4 out_position;
"""
    + ALPHA
    + """
void main() {
    vec2 at = gl_PointCoord * 2.0 - 1.0;
    at.y = -at.y;
    vec3 back = cross(across, upwards);
    vec3 n = vec3(dot(normal, across), dot(normal, upwards), max(dot(normal, back), 0.35));
    float depth = -(n.x * at.x + n.y * at.y) / n.z;
    if (dot(at, at) + depth * depth > 1.0) discard;
    keep(1.0, position.y);
    out_albedo = vec4(colour.rgb, 1.0);
    out_normal = vec4(normal, 0.9);
    out_position = vec4(position + radius * (across * at.x + upwards * at.y + back * depth), 0.0);
}
"""
)

SHADOW_VERTEX = """
#version 330
uniform mat4 matrix; uniform float pixels;
in vec3 in_position; in vec2 in_uv; in float in_radius;
out vec2 uv; out float height;
void main() {
    uv = in_uv; height = in_position.y;
    gl_Position = matrix * vec4(in_position, 1.0);
    gl_PointSize = clamp(2.0 * in_radius * pixels, 1.0, 60.0);
}
"""

SHADOW_FRAGMENT = (
    """
#version 330
uniform sampler2D base; uniform float opacity;
in vec2 uv; in float height;
"""
    + ALPHA
    + """
void main() { keep(alpha_mode == 0 ? 1.0 : texture(base, uv).a * opacity, height); }
"""
)

SCREEN_VERTEX = """
#version 330
in vec2 in_position; out vec2 at;
void main() { at = in_position * 0.5 + 0.5; gl_Position = vec4(in_position, 0.0, 1.0); }
"""

VISIBLE = """
#version 330
#define LIGHTS {lights}
uniform sampler2D shadows;
uniform mat4 views[LIGHTS]; uniform vec3 directions[LIGHTS]; uniform vec3 colours[LIGHTS];
uniform float texel; uniform float spread;
const int ROW = {row};
float visible(int i, vec3 p, vec3 n) {{
    vec3 offset = p + n * texel * 1.6 + directions[i] * texel;
    vec3 q = (views[i] * vec4(offset, 1.0)).xyz * 0.5 + 0.5;
    float noise = fract(52.9829189 * fract(dot(gl_FragCoord.xy + 5.588238 * float(i), vec2(0.06711056, 0.00583715))));
    q.xy += vec2(cos(6.2832 * noise), sin(6.2832 * noise)) * spread;
    vec2 inside = clamp(q.xy, 0.002, 0.998);
    if (inside != q.xy) return 1.0;
    vec2 cell = vec2(i % ROW, i / ROW);
    float held = textureLod(shadows, (cell + inside) / float(ROW), 0.0).r;
    return q.z <= held ? 1.0 : 0.0;
}}
"""

FLOOR_FRAGMENT = (
    VISIBLE
    + """
uniform vec3 floor_at; uniform float floor_reach;
in vec2 at;
out float out_share;
void main() {{
    vec3 p = floor_at + vec3(at.x * 2.0 - 1.0, 0.0, at.y * 2.0 - 1.0) * floor_reach;
    float lit = 0.0, all = 0.0;
    for (int i = 0; i < LIGHTS; i++) {{
        if (directions[i].y <= 0.0) continue;
        float share = dot(colours[i], vec3(0.33)) * directions[i].y;
        all += share;
        lit += share * visible(i, p, vec3(0.0, 1.0, 0.0));
    }}
    out_share = lit / max(all, 1e-6);
}}
"""
)

LIGHT_FRAGMENT = (
    VISIBLE
    + """
uniform sampler2D albedos; uniform sampler2D normals; uniform sampler2D positions; uniform sampler2D floor_share;
uniform mat4 unproject; uniform vec3 floor_at; uniform float floor_reach; uniform int floor_drawn;
uniform vec3 paper; uniform vec3 rim; uniform float opaque; uniform float exposure; uniform float edges;
uniform float crossing;
in vec2 at;
out vec4 out_colour;
vec3 gathered(vec3 p, vec3 n, vec3 v, float rough, float metal, vec3 albedo) {{
    vec3 total = vec3(0.0);
    float power = clamp(2.0 / pow(max(rough, 0.25), 4.0) - 2.0, 1.0, 400.0);
    vec3 tint = mix(vec3(0.04), albedo, metal);
    for (int i = 0; i < LIGHTS; i++) {{
        float facing = dot(n, directions[i]);
        if (facing <= 0.0) continue;
        float open = visible(i, p, n);
        if (open <= 0.0) continue;
        vec3 h = normalize(directions[i] + v);
        float shine = (power + 8.0) / 8.0 * pow(max(dot(n, h), 0.0), power) * (1.0 - rough * 0.7);
        total += colours[i] * facing * (albedo * (1.0 - metal * 0.75) + tint * min(shine, 8.0));
    }}
    return total;
}}
vec3 backdrop(vec3 direction, vec3 from) {{
    float away = length((at - vec2(0.5, 0.56)) * vec2(1.0, 0.92));
    vec3 colour = mix(paper, rim, smoothstep(0.12, 0.78, away));
    if (floor_drawn == 0 || direction.y > -1e-4) return colour;
    vec3 p = from + direction * ((floor_at.y - from.y) / direction.y);
    float far = length(p.xz - floor_at.xz) / floor_reach;
    if (far > 1.0) return colour;
    float share = texture(floor_share, (p.xz - floor_at.xz) / floor_reach * 0.5 + 0.5).r;
    float shade = mix(share, 1.0, smoothstep(0.0, 1.0, far));
    return colour * mix(vec3(1.0), vec3(shade, pow(shade, 0.97), pow(shade, 0.93)), 0.85);
}}
float creased() {{
    if (edges <= 0.0) return 1.0;
    vec2 step = 1.0 / vec2(textureSize(positions, 0));
    vec4 here = texture(positions, at), n = texture(normals, at);
    float total = 0.0;
    vec2 around[4] = vec2[](vec2(1, 0), vec2(-1, 0), vec2(0, 1), vec2(0, -1));
    for (int i = 0; i < 4; i++) {{
        vec2 there = at + around[i] * step * 1.5;
        float covered = texture(albedos, there).a;
        float drop = (here.y - texture(positions, there).y) / crossing;
        float turn = 1.0 - clamp(dot(n.xyz, texture(normals, there).xyz), 0.0, 1.0);
        total += covered < 0.5 ? 1.0 : clamp(smoothstep(1.5, 16.0, drop) + 0.35 * turn, 0.0, 1.0);
    }}
    return 1.0 - edges * min(total, 2.0) * 0.5;
}}
vec3 soft(vec3 c) {{
    vec3 over = max(c - 0.72, 0.0) / 0.28;
    return min(c, vec3(0.72)) + 0.28 * over / (1.0 + over);
}}
void main() {{
    vec4 near = unproject * vec4(at * 2.0 - 1.0, -1.0, 1.0), far = unproject * vec4(at * 2.0 - 1.0, 1.0, 1.0);
    vec3 from = near.xyz / near.w, direction = normalize(far.xyz / far.w - from);
    vec4 albedo = texture(albedos, at);
    if (albedo.a < 0.5) {{
        out_colour = opaque > 0.5 ? vec4(backdrop(direction, from), 1.0) : vec4(0.0);
        return;
    }}
    vec4 n = texture(normals, at), p = texture(positions, at);
    if (dot(n.xyz, n.xyz) < 0.01) {{ out_colour = vec4(albedo.rgb, 1.0); return; }}
    vec3 light = gathered(p.xyz, normalize(n.xyz), -direction, n.w, p.w, albedo.rgb);
    out_colour = vec4(soft(light * exposure) * creased(), 1.0);
}}
"""
)

/** Drafts as a translator might write them, invented for tests: good lines for welcome and crisis. */
export const WELCOME_AND_CRISIS = [
  'Hola. Soy una guía automática, no una persona. Envío mensajes fijos. Nadie lee en directo.',
  'Tu terapeuta puede leer lo que escribes. Casi todo queda en la clínica.',
  'Hay dos botones en todas partes. Parar termina todo al momento, y no debes ninguna razón.',
  'Gracias por decirlo. Lo que estaba en marcha se ha parado.',
  'Nadie lee esto ahora mismo. Si puedes estar en peligro: {@emergency}. Para hablar con alguien: {@crisis-line}.',
  '¿Estás a salvo ahora mismo?',
  'Sí, a salvo, pero es mucho',
  'No lo sé',
  '¿Te gustaría una pausa?',
  'Nunca tienes que contestar.',
  'Llama al {@emergency} ahora, por favor, o pide a alguien cerca que llame.',
  'Gracias por decir que es un 9. No has hecho nada malo al decírmelo. Paramos el ejercicio aquí.',
  '¿Cómo de fuerte es el malestar ahora? 0 es en calma, 10 es más de lo que puedes llevar.',
  'Quizás ayude más una persona ahora que otro ejercicio.',
]

/** The same for grounding and a place. */
export const GROUNDING_AND_PLACE = [
  'Mira despacio a tu alrededor, con los ojos abiertos.',
  'Nombra algunas cosas que ves, de cualquier manera.',
  'Presiona los pies o las manos contra algo firme.',
  'Levántate, o incorpórate un poco.',
  'Busca una posición que le guste a tu cuerpo.',
  'Deja que {place|tu lugar} esté ahí, a tu manera. Puede ser tenue.',
  '¿Qué notas a tu alrededor?',
  'Luego deja que la imagen se desvanezca, a su tiempo.',
  'Puedes volver a {place|tu lugar} cuando quieras.',
  'Siguiente',
]
